"""Blocks of HTML that Markdown does not read come out as if it had."""

from __future__ import annotations

import markdown
import pytest
from guide.blocks import put_back, set_aside

EXTENSIONS = ["attr_list", "def_list", "admonition", "tables"]

BLOCKS = {
    "figure": '<figure class="map">\n<svg><title>A &#38; b</title></svg>\n</figure>',
    "nested": "<div>\n<div>one</div>\n<div>\n<ul>\n<li>two</li>\n</ul>\n</div>\n</div>",
    "list of definitions": '<dl>\n<dt id="x">a</dt>\n<dd><strong>b</strong></dd>\n</dl>',
    "empty lines inside": "<section>\n<p>one</p>\n\n<p>two</p>\n</section>",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_a_block_comes_out_as_markdown_would_copy_it(block: str) -> None:
    text = f"Words *before*.\n\n{block}\n\nWords *after*.\n\n{block}\n\n- last\n"
    rest, blocks = set_aside(text)
    assert blocks == [block, block]
    assert "<" not in rest.replace("<!--block ", "")
    expected = markdown.markdown(text, extensions=EXTENSIONS)
    assert put_back(markdown.markdown(rest, extensions=EXTENSIONS), blocks) == expected


@pytest.mark.parametrize(
    "text",
    [
        "One\n\n<div>\n<p>no end</p>\n\nTwo",
        "One\n\n<div>a</div> and text\n\nTwo",
        "One\n<div>in a paragraph</div>\n\nTwo",
        '- item\n\n<div markdown="1">\n*read*\n</div>\n\nTwo',
        "One <span>two</span>\n\nThree",
    ],
)
def test_what_is_no_block_of_its_own_is_left_to_markdown(text: str) -> None:
    assert set_aside(text) == (text, [])
