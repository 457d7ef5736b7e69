"""Tables as Python's own modules write them."""
import csv
import gzip
import io
import zipfile


def csv_text(rows, dialect):
    """Rows of texts as the csv module writes them; `dialect` has its parameters, by their names."""
    text = io.StringIO(newline='')
    parameters = dict(dialect)
    parameters['quoting'] = getattr(csv, parameters['quoting'])
    csv.writer(text, **parameters).writerows(rows)
    return text.getvalue()


def write_csv(path, rows, dialect, encoding, packing):
    """Writes rows to a file: as they are, or in gzip or a zip archive."""
    content = csv_text(rows, dialect).encode(encoding)
    if packing == 'zip':
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
            archive.writestr('rows.csv', content)
        return
    with (gzip.open if packing == 'gzip' else open)(path, 'wb') as file:
        file.write(content)
