"""Archives of office files without the moment at which they were made."""

from __future__ import annotations

import io
import re
import zipfile

from aspiratie.display.fragment import plain as unmarked

__all__ = ["fixed_archive", "plain"]

#: The first moment that an archive can tell.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
#: What no XML can hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    r"""Return a text without what only a page shows, and what an office file cannot hold.

    Examples
    --------
    >>> plain("De\x0bSpar")
    'DeSpar'
    """
    return _CONTROL.sub("", unmarked(text))


def fixed_archive(content: bytes) -> bytes:
    """Return an office file with fixed times and this package as its maker.

    The same parts give the same bytes.

    Parameters
    ----------
    content : bytes
        A docx, pptx or xlsx.

    Returns
    -------
    bytes
    """
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == _CORE:
                data = re.sub(
                    rb"(<dcterms:(created|modified)[^>]*>)[^<]*",
                    rb"\g<1>1980-01-01T00:00:00Z",
                    data,
                )
                data = re.sub(rb"<dc:creator>[^<]*", b"<dc:creator>aspiratie", data)
            new.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
