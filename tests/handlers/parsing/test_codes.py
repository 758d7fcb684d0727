"""An order's code, however it is typed."""

import pytest

from handlers.parsing.codes import read_code


@pytest.mark.parametrize("text", ["E-0142", "e-142", " E0142 ", "E – 142", "Ｅ－０１４２", "e 142"])
def test_a_code_is_read_as_people_type_it(text: str) -> None:
    assert read_code(text) == 142


@pytest.mark.parametrize("text", ["", "142", "E-", "E-142a", "E-1 2", "order E-0142", "E-1234567890", "é-142"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None
