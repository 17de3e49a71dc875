"""Products. Simplified: no deletion, no features, no tax codes."""

from fakestripe.blanks import blank
from fakestripe.errors import invalid
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, page
from fakestripe.params import Params
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id

FIELDS = "name active description metadata statement_descriptor unit_label url images"


def create(fake: Fake, params: Params) -> Doc:
    product_id = params.text("id") or new_id("prod")
    if fake.store.find(product_id):
        raise invalid("Product already exists.", param="id", code="resource_already_exists")
    doc = blank(
        "product",
        id=product_id,
        active=params.boolean("active", default=True),
        created=fake.now(),
        description=params.text("description"),
        images=params.texts("images"),
        metadata=params.metadata(),
        name=params.required("name"),
        statement_descriptor=params.text("statement_descriptor"),
        unit_label=params.text("unit_label"),
        updated=fake.now(),
        url=params.text("url"),
    )
    fake.store.add(doc)
    emit(fake, "product.created", doc)
    return doc


@v1.add("POST", "/v1/products", f"{FIELDS} id")
def post(call: Call) -> Doc:
    return create(call.fake, call.params)


@v1.add("GET", "/v1/products", f"{PAGING} active created")
def index(call: Call) -> Doc:
    active = call.params.boolean("active") if "active" in call.params else None
    return page(call, "product", active=active)


@v1.add("GET", "/v1/products/{product}", "")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("product", call.ids["product"])


@v1.add("POST", "/v1/products/{product}", f"{FIELDS} default_price")
def update(call: Call) -> Doc:
    doc, params = call.fake.store.get("product", call.ids["product"]), call.params
    fields: Doc = {"updated": call.fake.now(), "metadata": params.metadata(doc["metadata"])}
    for key in ("name", "description", "statement_descriptor", "unit_label", "url"):
        if key in params:
            fields[key] = params.text(key)
    if "active" in params:
        fields["active"] = params.boolean("active")
    if "images" in params:
        fields["images"] = params.texts("images")
    if "default_price" in params:
        price = call.fake.store.get("price", params.required("default_price"), "default_price")
        fields["default_price"] = price["id"]
    return change(call.fake, doc, "product.updated", **fields)
