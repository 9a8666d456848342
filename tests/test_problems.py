from guide.problems import Place, Problem, listing, quote, report, suggestion

FIRST = Problem(Place("a.yml", 2, 3), "x is wrong", "y was expected", "write y")
SECOND = Problem(Place("a.yml", 10, 1), "50 % is wrong\nhere", "z", "write z")


def test_report_is_in_the_order_of_the_files_and_tells_each_once() -> None:
    assert report([SECOND, FIRST, FIRST], annotate=False).splitlines()[0] == (
        "a.yml:2:3: x is wrong; y was expected; write y"
    )
    assert report([FIRST, FIRST], annotate=False).count("a.yml") == 1


def test_annotation_is_on_one_line_and_escaped() -> None:
    lines = report([SECOND], annotate=True).splitlines()
    assert lines[-1] == "::error file=a.yml,line=10,col=1::50 %25 is wrong%0Ahere; z; write z"


def test_annotation_escapes_the_path() -> None:
    problem = Problem(Place("a,b:c.yml"), "x", "y", "z")
    assert problem.annotation().startswith("::error file=a%2Cb%3Ac.yml,line=1,")


def test_nothing_in_a_problem_starts_another_command() -> None:
    stop = "::stop-commands::x"
    name = f"docs/a\n{stop}\u2028{stop}"
    told, annotation = report(
        [Problem(Place(name), f"x\r{stop}", f"##[add-mask]y\n{stop}", "z")], annotate=True
    ).splitlines()
    assert told.startswith("docs/a")
    assert annotation.startswith("::error file=docs/a%0A%3A%3Astop")
    assert "##[" not in told + annotation


def test_a_file_name_cannot_be_a_command() -> None:
    problem = Problem(Place(" ::error file=a"), "x", "y", "z")
    assert report([problem], annotate=False) == " : :error file=a:1:1: x; y; z"


def test_quote_is_short_and_on_one_line() -> None:
    assert quote("two\nlines") == "'two lines'"
    assert len(quote("x" * 500)) == 62


def test_suggestion_is_made_only_for_what_is_close() -> None:
    assert suggestion("definiton", ["definition", "note"]) == " (did you mean 'definition'?)"
    assert suggestion("zzz", ["definition", "note"]) == ""


def test_listing() -> None:
    assert [listing(["a"]), listing(["a", "b"]), listing(["a", "b", "c"], "and")] == [
        "a",
        "a or b",
        "a, b and c",
    ]
