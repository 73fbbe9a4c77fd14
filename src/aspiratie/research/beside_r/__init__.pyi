"""The public names: the one list of them."""

from .data import OpenData as OpenData, open_data as open_data, open_names as open_names
from .show import beside_r as beside_r, validation as validation
