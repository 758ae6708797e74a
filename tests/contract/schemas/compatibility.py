"""Says what a change of the protobuf package would break for who has the released one: readers of topics, and our own stores.

compatibility.py RELEASED CURRENT: two descriptor sets (protoc --include_imports --descriptor_set_out). Prints every break and
ends with 1 when there is one. A message, field or value may be added, or removed when its number and name are reserved.
"""

import sys

from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field
from google.protobuf.descriptor_pb2 import FileDescriptorSet


def read(path):
    with open(path, "rb") as file:
        return FileDescriptorSet.FromString(file.read())


def collect(files):
    """Every message and enum by its full name."""
    messages, enums = {}, {}

    def descend(prefix, message):
        name = f"{prefix}.{message.name}"
        messages[name] = message
        for nested in message.nested_type:
            descend(name, nested)
        for enum in message.enum_type:
            enums[f"{name}.{enum.name}"] = enum

    for file in files.file:
        for message in file.message_type:
            descend("." + file.package, message)
        for enum in file.enum_type:
            enums[f".{file.package}.{enum.name}"] = enum
    return messages, enums


def is_reserved(number, name, message, end_is_inside):
    """Ranges of messages end before their end, those of enums at it."""
    inside = any(one.start <= number < one.end + end_is_inside for one in message.reserved_range)
    return inside and name in message.reserved_name


def kind_of(field):
    """What a field is on the wire and in a reader's hands."""
    return (
        Field.Type.Name(field.type),
        field.type_name,
        "repeated" if field.label == Field.LABEL_REPEATED else "one",
        field.proto3_optional,
    )


def oneof_of(message, field):
    return message.oneof_decl[field.oneof_index].name if field.HasField("oneof_index") and not field.proto3_optional else None


def compare_messages(name, released, current):
    now = {field.number: field for field in current.field}
    for field in released.field:
        place = f"{name}.{field.name} = {field.number}"
        found = now.get(field.number)
        if found is None:
            if not is_reserved(field.number, field.name, current, 0):
                yield f"{place}: removed without reserving its number and name"
            continue
        if found.name != field.name:
            yield f"{place}: is named {found.name} now"
        if kind_of(found) != kind_of(field):
            yield f"{place}: was {kind_of(field)}, is {kind_of(found)} now"
        if oneof_of(current, found) != oneof_of(released, field):
            yield f"{place}: moved into or out of a oneof"
    for one in released.reserved_range:
        for field in current.field:
            if one.start <= field.number < one.end:
                yield f"{name}.{field.name} = {field.number}: the number is reserved, and is never used again"


def compare_enums(name, released, current):
    now = {value.number: value.name for value in current.value}
    for value in released.value:
        found = now.get(value.number)
        if found is None:
            if not is_reserved(value.number, value.name, current, 1):
                yield f"{name}.{value.name} = {value.number}: removed without reserving its number and name"
        elif found != value.name:
            yield f"{name}.{value.name} = {value.number}: is named {found} now"


def breaks(released, current):
    for kind, compare in ((0, compare_messages), (1, compare_enums)):
        before, after = collect(released)[kind], collect(current)[kind]
        for name, one in before.items():
            if name not in after:
                yield f"{name}: removed"
            else:
                yield from compare(name, one, after[name])


if __name__ == "__main__":
    found = list(breaks(read(sys.argv[1]), read(sys.argv[2])))
    print("\n".join(found))
    sys.exit(1 if found else 0)
