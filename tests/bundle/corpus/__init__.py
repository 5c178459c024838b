"""The files of the corpus, a module for each kind of testing: importing them all fills `registry.FILES`."""

from corpus import (
    archival,
    boxes,
    damaged,
    hostile,
    interactive,
    invoices,
    layout,
    locked,
    lengthy,
    looks,
    marked,
    other,  # noqa: F401
    pictures,
    removed,
    scans,
)
