"""Libraries: one line each with what is lost without it; doctor, plan and the offline bundle read this page."""

# ruff: noqa: E501 -- one line per library, so that a page of them can be compared

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Library:
    """A library that a run uses.

    Attributes:
        name: as doctor says it.
        module: what Python imports; "" for a library of the system.
        shared: file name that the loader finds, for a library of the system.
        extra: extra of the package that installs it; "" for what is always installed.
        package: package of Debian and its kin that holds it.
        formats: formats of the catalogue that cannot be read without it.
        cost: what is lost, in words.
    """

    name: str
    module: str = ""
    shared: str = ""
    extra: str = ""
    package: str = ""
    formats: tuple[str, ...] = ()
    cost: str = ""


LIBRARIES: Final[tuple[Library, ...]] = (
    # Of the system
    Library("libarchive", shared="libarchive.so.13", package="libarchive13 (libarchive13t64 on newer systems)", formats=("7z", "rar", "cab", "iso", "ar", "cpio"), cost="7z, rar, cab, iso, ar and cpio stay closed"),
    # Always installed
    Library("python-calamine", module="python_calamine", formats=("xlsx", "xlsb", "xls", "ods"), cost="workbooks are not read"),
    Library("pypdfium2", module="pypdfium2", formats=("pdf",), cost="PDF is not read"),
    Library("hyperscan", module="hyperscan", cost="nothing is searched: no run"),
    Library("pyarrow", module="pyarrow", cost="no tables: no run"),
    Library("duckdb", module="duckdb", cost="no questions to the tables: no run"),
    Library("splink", module="splink", cost="people are not linked: no run"),
    Library("libarchive-c", module="libarchive", formats=("7z", "rar", "cab", "iso", "ar", "cpio"), cost="7z, rar, cab, iso, ar and cpio stay closed"),
    Library("stream-unzip", module="stream_unzip", cost="zip members behind a password stay closed"),
    Library("zstandard", module="zstandard", formats=("zstd", "pg_dump"), cost="zstd stays closed, PostgreSQL archives are not read"),
    Library("lz4", module="lz4", formats=("lz4", "pg_dump"), cost="lz4 stays closed, PostgreSQL archives are not read"),
    Library("olefile", module="olefile", formats=("xls", "msg"), cost="Outlook messages, old workbooks and objects inside old Office files are not read"),
    Library("msoffcrypto-tool", module="msoffcrypto", formats=("office_locked", "xlsx", "xlsb", "xls", "ods"), cost="Office files behind a password stay closed, workbooks are not read"),
    Library("pyrage", module="pyrage", cost="a case's key cannot be given to named people"),
    # Extras
    Library("py7zr", module="py7zr", extra="archives", cost="7z with encrypted names or contents stays closed"),
    Library("libpff", module="pypff", extra="mailstores", formats=("pst",), cost="pst and ost stay closed"),
    Library("The Sleuth Kit", module="pytsk3", extra="disk-images", formats=("disk_image", "vhd", "vhdx", "vmdk", "qcow"), cost="images of disks stay closed"),
    Library("libvhdi", module="pyvhdi", extra="disk-images", formats=("vhd", "vhdx"), cost="vhd and vhdx stay closed"),
    Library("libvmdk", module="pyvmdk", extra="disk-images", formats=("vmdk",), cost="vmdk stays closed"),
    Library("libqcow", module="pyqcow", extra="disk-images", formats=("qcow",), cost="qcow stays closed"),
    Library("rfc3161-client", module="rfc3161_client", extra="custody", cost="time stamps on a seal are not checked"),
    Library("altair", module="altair", extra="report", cost="the dossier has no plots"),
    Library("vl-convert", module="vl_convert", extra="report", cost="the dossier has no plots"),
    Library("xlsxwriter", module="xlsxwriter", extra="report", cost="no workbooks: exports as CSV only, rehearsals without them"),
    Library("reportlab", module="reportlab", extra="rehearsal", cost="rehearsals hold no PDF"),
    Library("python-docx", module="docx", extra="rehearsal", cost="rehearsals hold no letters in Word"),
    Library("odfdo", module="odfdo", extra="rehearsal", cost="rehearsals hold no ods"),
    Library("pillow", module="PIL", extra="rehearsal", cost="rehearsals hold no pictures"),
    Library("xlwt", module="xlwt", extra="rehearsal", cost="rehearsals hold no xls"),
)  # fmt: skip
"""Every library whose lack an operator would notice, in the order in which doctor says them."""
