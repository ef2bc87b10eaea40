"""Codebooks that other tools wrote are read whole, and ours pass the standard's schema."""

import pytest
from lxml import etree

from workbench.exports.codebook import read_codebook, write_codebook

pytestmark = pytest.mark.real


@pytest.mark.parametrize("sample", ["aqda-0.5.0-garden.qdc", "qualcoder-garden.qdc", "taguette-1.5.2-places.qdc"])
def test_every_code_of_a_sample_is_read_and_written_valid(shared, sample):
    data = (shared / "interop" / "samples" / sample).read_bytes()
    there = [element.get("name") for element in etree.fromstring(data).iter("{*}Code")]

    codes, notes = read_codebook(sample, data)
    assert [code.name for code in codes] == there
    assert notes == []

    schema = etree.XMLSchema(etree.parse(shared / "interop" / "Codebook.xsd"))
    written = write_codebook(codes, ".qdc")
    schema.assertValid(etree.fromstring(written))
    assert read_codebook(sample, written)[0] == codes
