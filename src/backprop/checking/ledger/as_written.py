r"""The notes' lines as they stand there, in the notes' own letters: typed LaTeX in Markdown.

Notes 1 and 3 came as a machine's transcript of handwriting. Where it had garbled a line, the quotation is what was made
of it, and "transcript:" says what was there.

In the text below a number begins a line of a note, an indent a further row of it, and a deeper indent goes on with a
row. The rows of a matrix end in \cr, which no reader of Markdown takes for an escape.
"""

import re

_TEXT = r"""
S1.0  Assume $a = \begin{bmatrix} a_{11} \cr a_{21} \cr a_{31} \end{bmatrix}$
S1.1  $\frac{\partial J}{\partial W^{(1)}} = \begin{bmatrix}
        \vphantom{\bigg(} \frac{\partial J}{\partial W_{11}^{(1)}} & \frac{\partial J}{\partial W_{12}^{(1)}} \cr
        \vphantom{\bigg(} \frac{\partial J}{\partial W_{21}^{(1)}} & \frac{\partial J}{\partial W_{22}^{(1)}} \cr
        \vphantom{\bigg(} \frac{\partial J}{\partial W_{31}^{(1)}} & \frac{\partial J}{\partial W_{32}^{(1)}}
        \end{bmatrix} = \begin{bmatrix} \delta_{11}^{(1)} \cr \delta_{21}^{(1)} \cr \delta_{31}^{(1)} \end{bmatrix}$
S1.2  $\frac{\partial J}{\partial W_{11}^{(1)}} =
        \frac{\partial J}{\partial a_{11}^{(2)}} \cdot \frac{\partial a_{11}^{(2)}}{\partial z_{11}^{(2)}} \cdot
        \frac{\partial z_{11}^{(2)}}{\partial a_{11}^{(1)}} \cdot
        \frac{\partial a_{11}^{(1)}}{\partial z_{11}^{(1)}} \cdot
        \frac{\partial z_{11}^{(1)}}{\partial W_{11}^{(1)}}$
S1.3  $= \frac{\partial z_{11}^{(2)}}{\partial W_{11}^{(1)}} = a_{11} \quad
        \cancel{\frac{\partial z_{21}^{(2)}}{\partial W_{11}^{(1)}} = 0} \quad
        \frac{\partial z_{11}^{(2)}}{\partial W_{12}^{(1)}} = a_{21}$
      transcript: has $\alpha$ for $a$
S1.4  so delta coming from $z_{11}^{(1)}$ should only go into $w_{11}^{(1)}$ and $w_{12}^{(1)}$
S1.5  $\begin{bmatrix} w_{11}^{(1)} & w_{12}^{(1)} \cr \vdots & \vdots \cr w_{31}^{(1)} & w_{32}^{(1)} \end{bmatrix}
        \begin{bmatrix} \delta_{11}^{(1)} \cr \delta_{21}^{(1)} \cr \delta_{31}^{(1)} \end{bmatrix}$
        we want to cascade multiply these
      $\begin{bmatrix} a_{11}^{(0)} \cdot \delta_{11}^{(1)} & a_{21}^{(0)} \cdot \delta_{11}^{(1)} \cr
        a_{11}^{(0)} \cdot \delta_{21}^{(1)} & a_{21}^{(0)} \cdot \delta_{21}^{(1)} \cr
        a_{11}^{(0)} \cdot \delta_{31}^{(1)} & a_{21}^{(0)} \cdot \delta_{31}^{(1)} \end{bmatrix} =
        \underbrace{\left[ (3 \times 1) \ (1 \times 2) = 3 \times 2 \right]}_{B} = \delta \cdot a_1^T$
      transcript: has $B$ under the brace; what that means cannot be told
S1.6  $\delta_{11}^{(1)} = \delta_{11}^{(2)} \cdot \frac{\partial z_{11}^{(2)}}{\partial a_{11}^{(1)}} +
        \delta_{21}^{(2)} \cdot \frac{\partial z_{21}^{(2)}}{\partial a_{11}^{(1)}} +
        \delta_{31}^{(2)} \cdot \frac{\partial z_{31}^{(2)}}{\partial a_{11}^{(1)}}$
      $= \delta_{11}^{(2)} \cdot w_{11}^{(2)} + \delta_{21}^{(2)} \cdot w_{21}^{(2)} +
        \delta_{31}^{(2)} \cdot w_{31}^{(2)}$
S1.7  $W^{(2)T} \times \underbrace{\delta^{(2)}}_{\text{mat mult}}$
S1.8  $L = \# \text{ of layers (excluding input)}$
S1.9  $\delta^{(L)} = \text{Cross Entropy Prime} \times \sigma(a^{(L)}) (1 - \sigma(a^{(L)}))$
S1.10  Update for weights: $\delta \cdot a_{(L-1)}^T$
S1.11  Propagate error: $\delta^{(L-1)} = [W^{(L)T} \times \delta^{(L)}] \times \text{Sigmoid Prime}(z^{(L-1)})$

S2.1  $m = \text{number of examples}$
      $n = \text{number of inputs}$
      $k = \text{number of neurons}$
S2.2  $Z = X \cdot W + J \otimes B$
S2.3  $X = \begin{bmatrix} x_1^1 & x_2^1 & x_3^1 & \cdots & x_n^1 \cr x_1^2 & x_2^2 & x_3^2 & \cdots & x_n^2 \cr
        x_1^3 & x_2^3 & x_3^3 & \cdots & x_n^3 \cr \vdots & \vdots & \vdots & \ddots & \vdots \cr
        x_1^m & x_2^m & x_3^m & \cdots & x_n^m \end{bmatrix}_{m \times n}$
      $W = \begin{bmatrix} w_1^1 & w_1^2 & w_1^3 & \cdots & w_1^k \cr w_2^1 & w_2^2 & w_2^3 & \cdots & w_2^k \cr
        w_3^1 & w_3^2 & w_3^3 & \cdots & w_3^k \cr \vdots & \vdots & \vdots & \ddots & \vdots \cr
        w_n^1 & w_n^2 & w_n^3 & \cdots & w_n^k \end{bmatrix}_{n \times k}$
      $J = \begin{bmatrix} 1 \cr 1 \cr 1 \cr \vdots \cr 1 \end{bmatrix}_{m \times 1}$
      $B = \begin{bmatrix} b_1 & b_2 & b_3 & \cdots & b_k \end{bmatrix}_{1 \times k}$
S2.4  As $B$ will be added to all rows of $W$ regardless.
S2.5  $E = \frac{1}{m} \sum^m_{i=0} \left(\boldsymbol{a}^{[L]}_i - \boldsymbol{y}_i\right)^2$
S2.6  $\frac{\partial E}{\partial \boldsymbol{a}^{[L]}_j} =
        \frac{1}{m} \cdot 2 \sum^m_{i=0} \left(\boldsymbol{a}^{[L]}_i - \boldsymbol{y}_i\right) \cdot 1$
S2.7  $= \frac{2}{m} \left(\boldsymbol{a}^{[L]}_j - \boldsymbol{y}_j\right)$
S2.8  Where $\boldsymbol{a^{[L]}_j}$ is one particular activation of the last layer over all examples.
S2.9  $\frac{\partial E}{\partial A^{[L]}} = \frac{2}{m} \left(A^{[L]} - Y\right)$ (dimensions: $m \times k$)
S2.10  $\frac{\partial A^{[L]}}{\partial Z^{[L]}} = h^{\prime}(Z^{[L]})$ (dimensions: $m \times k$)
S2.11  $Z^{[L]} = A^{[L-1]} \cdot W^{[L]} + \boldsymbol{b}^{[L]}$
S2.12  $\frac{\partial Z^{[L]}}{\partial A^{[L-1]}} = W^{[L]}$ (dimensions: $n \times k$)
S2.13  $\frac{\partial Z^{[L]}}{\partial w^{[L]}} = A^{[L-1]}$ (dimensions: $m \times n$)
S2.14  $\frac{\partial Z^{[L]}}{\partial \boldsymbol{b}^{[L]}} = 1$
S2.15  $\partial(l)$ can be used in place of $\frac{\partial E}{\partial A^{[l]}}$ where $l$ indicates $l$-th Layer.
S2.16  $\partial(L) = \frac{2}{m} \left(A^{[L]} - Y\right)$
S2.17  $\partial(l - 1) = \left(\frac{\partial A^{[L]}}{\partial Z^{[L]}} \times \partial(l)\right) \cdot
         \left(\frac{\partial Z^{[L]}}{\partial A^{[L-1]}}\right)^T$
       $= \left[h^\prime(Z^{[L]}) \times \partial(l)\right] \cdot (W^{[L]})^T$ (dimensions: $m \times n$)
S2.18  $\frac{\partial E}{\partial w^{[L]}} = \left(\frac{\partial Z^{[L]}}{\partial w^{[L]}}\right)^T \cdot
         \left(\frac{\partial A^{[L]}}{\partial Z^{[L]}} \times \partial(l)\right)$
       $= (A^{[L-1]})^T \cdot \left[h^\prime(Z^{[L]}) \times \partial(l)\right]$ (dimensions: $n \times k$)
S2.19  $\frac{\partial E}{\partial \boldsymbol{b}^{[L]}} = \frac{\partial Z^{[L]}}{\partial \boldsymbol{b}^{[L]}} \cdot
         \left(\frac{\partial A^{[L]}}{\partial Z^{[L]}} \times \partial(l)\right)$
       since $\frac{\partial Z^{[L]}}{\partial \boldsymbol{b}^{[L]}} = 1$, we have
       $= \frac{\partial A^{[L]}}{\partial Z^{[L]}} \times \partial(l)$
       $= h^\prime(Z^{[L]}) \times \partial(l)$ (dimensions: $m \times k$)
S2.20  $W^{\prime [l]} = W - \alpha \frac{\partial E}{\partial W^{[L]}}$
S2.21  $\boldsymbol{b}^{\prime [l]} = b - \alpha \sum^m_{i=0} \frac{\partial E}{\partial b_i^{[L]}}$

S3.1  $\frac{\partial \mathcal{L}}{\partial w_{j}^{(2)}} =
        \frac{\partial \mathcal{L}}{\partial \hat{y}} \frac{\partial \hat{y}}{\partial w_{j}^{(2)}} =
        (\hat{y} - y) \cdot \frac{\partial \hat{y}}{\partial w_{j}^{(2)}}$
      transcript: has $Z$ for $\mathcal{L}$ and $\omega$ for $w$
S3.2  $\hat{y} = w_{1}^{(2)} \underbrace{\sum_{i} x_{i} w_{i1}^{(1)}} +
        w_{2}^{(2)} \underbrace{\sum_{i} x_{i} w_{i2}^{(1)}}$
      transcript: $\hat{y} = \omega_{1}^{(2)} {\underbrace{\sum_{i} \chi_{i} \omega_{i}}_{i}}^{(1)} +
        \omega_{2}^{(2)} {\underbrace{\sum_{i} \chi_{i} \omega_{i}}_{i}}^{(0)}$
S3.3  $\frac{\partial \mathcal{L}}{\partial w_{j}^{(2)}} = (\hat{y} - y) \sum_{i} x_{i} w_{ij}^{(1)}$
      transcript: $\partial \mathcal{I}_{(2)} = (\dot{y} - y) \sum_{i} \chi_{i} \omega_{ij}^{(i)}$
S3.4  $\hat{y} = X W^{(1)} W^{(2)}$
      transcript: has $(i)$ for $(1)$
S3.5  $\frac{\partial \hat{y}}{\partial W^{(2)}} = X W^{(1)}$
      transcript: has $(i)$ for $(1)$
S3.6  $\therefore \frac{\partial \mathcal{L}}{\partial W^{(2)}} = (\hat{y} - y) X W^{(1)}$
      transcript: $\frac{\partial \mathcal{X}}{\partial \mathcal{W}^{(2)}} = (\hat{y} - y) \times \mathcal{W}^{(0)}$
S3.7  $\frac{\partial \mathcal{L}}{\partial W^{(1)}} = \frac{\partial \mathcal{L}}{\partial \hat{y}}
        \frac{\partial \hat{y}}{\partial h} \frac{\partial h}{\partial W^{(1)}}$, where $h = X W^{(1)}$
      transcript: $\frac{\partial F}{\partial w} = \frac{\partial F}{\partial g} \frac{\partial f}{\partial h}
        \frac{\partial h}{\partial w}$, where $h = Xw^{(i)}$
S3.8  I missed this part! $\frac{\partial (X W^{(1)} W^{(2)})}{\partial (X W^{(1)})} = W^{(2)}$
      transcript: $\partial (XW^{(i)}W^{(2)}) = W^{(2)}$
S3.9  $\hat{y} = (X W^{(1)} + b^{(1)}) W^{(2)} + b^{(2)}$
      transcript: $\hat{y} = (x \cup x) + b(x) \cup x^{(2)} + b(x)$
S3.10  $\frac{\partial \mathcal{L}}{\partial b^{(2)}} = \frac{\partial \mathcal{L}}{\partial \hat{y}}
         \frac{\partial \hat{y}}{\partial b^{(2)}} = \hat{y} - y$
       transcript: $\frac{\partial x}{\partial b(x)} = \frac{\partial x}{\partial y} \frac{\partial y}{\partial b(x)} =
         \frac{\partial x}{\partial y} = \frac{\partial x}{\partial y} - y$
S3.11  $\hat{y} = f_2(f_1(X W^{(1)} + b^{(1)}) W^{(2)} + b^{(2)})$
       transcript: $\hat{y} = f_1(\hat{y}, (x \cup x) + b(x)) \cup x^{(2)} + b(x)$
S3.12  $\frac{\partial \mathcal{L}}{\partial W^{(1)}} = \frac{\partial \mathcal{L}}{\partial \hat{y}}
         \frac{\partial \hat{y}}{\partial f_2} \frac{\partial f_2}{\partial z_2} \frac{\partial z_2}{\partial f_1}
         \frac{\partial f_1}{\partial z_1} \frac{\partial z_1}{\partial W^{(1)}}$
       transcript: $\frac{\partial x}{\partial y} = \frac{\partial x}{\partial y} \frac{\partial y}{\partial f_2}
         \frac{\partial f_2}{\partial z_2} \frac{\partial z}{\partial y}$, and then it repeats itself
S3.13  $= (\hat{y} - y) \sigma(z_2) (1 - \sigma(z_2)) w^{(2)} \sigma(z_1) (1 - \sigma(z_1)) x$
       transcript: $= (\hat{y} - y) \sigma(z) (1 - \sigma(z_2)) w^{(z)} \sigma(z_1) (1 - \sigma(z_1)) \chi$

S4.1  $x = \begin{bmatrix} x_1 \cr x_2 \cr \vdots \cr x_n \end{bmatrix} \quad
        y = \begin{bmatrix} y_1 \cr y_2 \cr \vdots \cr y_m \end{bmatrix} \quad
        b = \begin{bmatrix} b_1 \cr b_2 \cr \vdots \cr b_m \end{bmatrix}$
S4.2  $w = \begin{bmatrix} w_{11} & w_{12} & \cdots & w_{1n} \cr w_{11} & w_{12} & \cdots & w_{1n} \cr
        \vdots & \vdots & \ddots & \vdots \cr w_{m1} & w_{m2} & \cdots & w_{mn} \end{bmatrix}$
S4.3  $\sigma(z) = \sigma(wx + b) = \hat{y} \approx y$
S4.4  $C(y,\hat{y}) = \frac{1}{2} \sum_{j=1}^{m} (\hat{y}_{j} - y_{j})^2$
      since $C(y,\hat{y}) = 0 \Rightarrow y = \hat{y}$
S4.5  $\frac{\partial C}{\partial w_{jk}} = \frac{\partial z_{j}}{\partial w_{jk}}
        \frac{\partial \hat{y}_{j}}{\partial z_{j}} \frac{\partial C}{\partial \hat{y}_{j}} =
        x_{k} \sigma^{\prime}(z_{j}) (\hat{y}_{j} - y_{j})$
S4.6  $\frac{\partial C}{\partial b_{j}} = \frac{\partial z_{j}}{\partial b_{j}}
        \frac{\partial b_{j}}{\partial z_{j}} \frac{\partial C}{\partial \hat{y}_{j}} =
        \sigma^{\prime}(z_{j}) (\hat{y}_{j} - y_{j})$
S4.7  $\frac{\partial C}{\partial x_{k}} = \sum_{j=1}^{m} \frac{\partial z_{j}}{\partial x_{k}}
        \frac{\partial \hat{y}_{j}}{\partial z_{j}} \frac{\partial C}{\partial \hat{y}_{j}} =
        \sum_{j=1}^{m} w_{jk} \frac{\partial \hat{y}_{j}}{\partial z_{j}} \frac{\partial C}{\partial \hat{y}_{j}} =
        \sum_{j=1}^{m} w_{jk} \sigma^{\prime}(z_{j}) (\hat{y}_{j} - y_{j})$
S4.8  $\frac{\partial C}{\partial w} = \left[ \frac{\partial C}{\partial w_{jk}} \right]_{m \times n} =
        \left[ x_{k} \sigma^{\prime}(z_{j}) (\hat{y}_{j} - y_{j}) \right]_{m \times n} =
        \sigma'(z) (\hat{y} - y) x^T$
S4.9  $\frac{\partial C}{\partial b} = \left[ \sigma^{\prime}(z_{j}) (\hat{y}_{j} - y_{j}) \right]_{m \times 1} =
        \sigma'(z) (\hat{y} - y)$
S4.10  $\frac{\partial C}{\partial x} =
         \left[ \sum_{j=1}^{m} w_{jk} \sigma^{\prime}(z_{j}) (\hat{y}_{j} - y_{j}) \right]_{n \times 1} =
         w^T \sigma'(z) (\hat{y} - y)$
S4.11  $\sigma'(z) = \begin{bmatrix} \sigma'(z_1) & 0 & \cdots & 0 \cr 0 & \sigma'(z_2) & \cdots & 0 \cr
         \vdots & \vdots & \ddots & 0 \cr 0 & 0 & \cdots & \sigma'(z_{m}) \end{bmatrix}_{m \times m}$
"""


def _lines():
    for number, text in re.findall(r"^(S\d\.\d+) +(.*\n(?: .*\n)*)", _TEXT, re.M):
        rows = re.sub(r"\n {8,}", " ", text).rstrip().split("\n")
        yield number, tuple(row.strip() for row in rows)


_SIGN = "transcript: "
QUOTED = {number: tuple(row for row in rows if not row.startswith(_SIGN)) for number, rows in _lines()}
"""Number -> the rows of the line, Markdown."""

TRANSCRIPT = {
    number: rows[-1].removeprefix(_SIGN) for number, rows in _lines() if rows[-1].startswith(_SIGN)
}  # fmt: skip
"""Number -> what the transcript has instead, Markdown; for lines in which it is not what is quoted."""
