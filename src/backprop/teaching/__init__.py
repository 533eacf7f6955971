"""What the chapters show: figures, exercises, and the form of the notebooks."""

from backprop.faces import face

HOMES = {
    "alongside": "ALPHABETS Beside alphabets",
    "attempts": "attempt",
    "batch_figures": "lying_down orders sheets two_examples with_gradients with_zeros",
    "boxed": "Boxed",
    "chapter_tables": "caught_table equals",
    "cost_of_order": "carried three_ways",
    "depth_figures": "kept many_layers network_numbers relay",
    "entropy_figures": "endings floor given_to_labels jacobian_with_sums near_one shares sure_and_wrong two_costs",
    "figures": "Captioned jacobians",
    "first_figures": "four_rules graph landscape neuron valley walks",
    "layer_figures": "collected layer_numbers outer_product paths slopes_at stretching wires",
    "project_figures": "dropped heeded shared_weights weight_images",
    "numbers": "rough written",
    "prose": "Prose",
    "results_figure": "results_graph",
    "source": "Source",
    "step_size": "across_a_kink chords error_against_step falling",
    "symbols": "letters rules signs",
    "training_figures": "confusion delta_lengths first_step images learning_curves sigmoid_chain slope_of_output",
    "turns": "your_turn",
    "two_layer_figures": "blame board early grown two_ways",
}

__getattr__, __dir__, __all__ = face(__name__, HOMES)
