"""The file that names the catalogues to gather, as ``ocop gather`` reads it."""

from typing import ClassVar

from generator.catalogue.fields import BaseUrl, Id, Line, named
from generator.catalogue.model import Part, Record
from generator.text import Text


class GatheredCatalogue(Part):
    """A provincial catalogue and where its copy lies."""

    province: Id = named(
        "Tỉnh: tên tỉnh không dấu; là tên thư mục của tỉnh và nằm trong địa chỉ trang",
        "Province: its name without marks, which names its folder and stands in addresses of pages",
        "son-la",
    )
    home: BaseUrl = named(
        "Địa chỉ công bố: địa chỉ trang của tỉnh, đúng như trong bản sao",
        "Public address: that of the province's own catalogue, as in the copy",
        "https://ocop.example",
    )
    copy_folder: Line = named(
        "Bản sao: thư mục chứa data và media đã tải về, tính từ thư mục của tệp này",
        "Copy: the folder into which data and media were fetched, as seen from this file",
        "ban-sao/son-la",
        alias="copy",
    )


class GatherFile(Record):
    """The catalogues that make up a catalogue of several provinces."""

    file_pattern: ClassVar[str] = "gather.yaml"

    title: Text = named(
        "Tên trang: chỉ dùng khi chưa có content/site.yaml",
        "Name of the site: only used where there is no content/site.yaml yet",
    )
    publisher: Text = named(
        "Đơn vị công bố: chỉ dùng khi chưa có content/site.yaml",
        "Publisher: only used where there is no content/site.yaml yet",
    )
    base_url: BaseUrl = named(
        "Địa chỉ công bố: chỉ dùng khi chưa có content/site.yaml",
        "Public address: only used where there is no content/site.yaml yet",
        "https://ocop.example",
    )
    provinces: tuple[GatheredCatalogue, ...] = named(
        "Các tỉnh: danh mục của từng tỉnh", "Provinces: the catalogue of each", min_length=1
    )
