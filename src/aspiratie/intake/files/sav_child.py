"""Read a file of SPSS in a process of its own; run as a program, imports nothing of the package.

The library under it is written in C and can be brought down by a damaged file. What
it read goes to a file in Arrow's format, what it knows of the variables to standard
output as JSON, and an error's kind to the exit code.
"""

from __future__ import annotations

import json
import resource
import sys
import warnings

_UNREADABLE = 3


def _limit(megabytes: int) -> None:
    size = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Read ``{"path", "columns", "out", "megabytes"}`` from standard input and do it."""
    asked = json.loads(sys.stdin.read())
    _limit(asked["megabytes"])
    import pyarrow as pa
    import pyreadstat

    warnings.simplefilter("ignore")
    options = {"usecols": asked["columns"]} if asked["columns"] else {"metadataonly": True}
    for encoding in (None, "windows-1252"):
        try:
            frame, meta = pyreadstat.read_sav(
                asked["path"],
                apply_value_formats=False,
                user_missing=True,
                disable_datetime_conversion=False,
                encoding=encoding,
                **options,
            )
            if asked["columns"]:
                for name in frame.select_dtypes(object).columns:
                    frame[name] = frame[name].map(lambda v: None if v is None or v != v else str(v))
                table = pa.Table.from_pandas(frame, preserve_index=False)
                with (
                    pa.OSFile(asked["out"], "wb") as sink,
                    pa.ipc.new_file(sink, table.schema) as writer,
                ):
                    writer.write_table(table)
                return 0
            json.dump(
                {
                    "names": list(meta.column_names),
                    "labels": dict(meta.column_names_to_labels),
                    "rows": int(meta.number_rows or 0),
                    "encoding": meta.file_encoding,
                    "value_labels": {
                        name: [[key, str(label)] for key, label in pairs.items()]
                        for name, pairs in meta.variable_value_labels.items()
                    },
                    "missing": {
                        name: [[r["lo"], r["hi"]] for r in ranges]
                        for name, ranges in meta.missing_ranges.items()
                    },
                },
                sys.stdout,
            )
        except Exception:  # noqa: S112 - whatever it is, the file cannot be read so
            continue
        return 0
    return _UNREADABLE


if __name__ == "__main__":
    sys.exit(main())
