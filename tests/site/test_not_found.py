"""The page for an address that leads nowhere helps: a search, and links that lead somewhere."""

from bs4 import BeautifulSoup

from backprop.teaching.chapter import FOLDER

HTML = FOLDER.with_name("_build") / "html"


def test_the_page_for_lost_readers_leads_to_pages_of_the_site(web):
    links_of_page = web("not_found").LINKS
    soup = BeautifulSoup((HTML / "404.html").read_text(encoding="utf-8"), "html.parser")
    links = [link["href"] for link in soup.select("article ul a")]
    assert len(links) == len(links_of_page)
    home = links[0].removesuffix("index.html")
    assert home.startswith("/") and home.endswith("/")
    assert all((HTML / link.removeprefix(home)).is_file() for link in links)
    assert (
        soup.select_one("article form input[name=q]")
        and soup.select_one("article form")["action"] == home + "search.html"
    )
