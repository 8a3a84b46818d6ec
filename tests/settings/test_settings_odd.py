"""Whatever stands in a file of the configuration: it is read, or every mistake in it is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.circle.model.errors import Stop
from tests.settings.test_settings import CIRCLE, DOORS, copy_of_config, read

TYPED = st.text(max_size=12).map(str.encode) | st.binary(max_size=4)


@given(st.sampled_from([CIRCLE, DOORS]), st.floats(0, 1), st.integers(0, 30), TYPED)
@settings(max_examples=80, deadline=None)
def test_whatever_is_typed_into_a_file_it_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, file: str, place: float, length: int, typed: bytes
) -> None:
    config = copy_of_config(tmp_path_factory.mktemp("x"))
    content = (config / file).read_bytes()
    start = int(place * len(content))
    (config / file).write_bytes(content[:start] + typed + content[start + length :])
    try:
        assert read(config).circles
    except Stop as stopped:
        assert all(each.where and each.what and each.next_step for each in stopped.problems)
