// Makes the access of a table's field from the accessors of a protobuf message or the members of a
// struct.
#pragma once

#include "adapters/formats/json/field.hpp"

#include <google/protobuf/repeated_field.h>

#include <optional>
#include <string>
#include <type_traits>

namespace adapters::formats::json {

template <class Member>
struct member_pointer;

template <class Type, class Class>
struct member_pointer<Type Class::*> {
    using of = Class;
    using type = Type;
};

template <class Setter>
struct setter_value;

template <class Class, class Value>
struct setter_value<void (Class::*)(Value)> {
    using type = Value;
};

template <class Target>
const Target& as(const void* target) {
    return *static_cast<const Target*>(target);
}
template <class Target>
Target& as(void* target) {
    return *static_cast<Target*>(target);
}

// text_of<&message::mutable_x, &message::x>(): a single string; empty is absent.
template <auto Mutable, auto Get>
constexpr access text_of() {
    using message = typename member_pointer<decltype(Get)>::of;
    return {
        .count = [](const void* target) { return (as<message>(target).*Get)().empty() ? 0 : 1; },
        .assign_text = [](void* target, std::string_view text
                       ) { (as<message>(target).*Mutable)()->assign(text); },
        .read_text = [](const void* target, int) -> std::string_view {
            return (as<message>(target).*Get)();
        },
    };
}

// number_of<&message::set_x, &message::x>(): a number or enumeration; 0 is absent.
template <auto Set, auto Get>
constexpr access number_of() {
    using message = typename member_pointer<decltype(Get)>::of;
    using value_type = typename setter_value<decltype(Set)>::type;
    return {
        .count = [](const void* target
                 ) { return static_cast<int>((as<message>(target).*Get)()) == 0 ? 0 : 1; },
        .assign_number = [](void* target, std::int64_t number
                         ) { (as<message>(target).*Set)(static_cast<value_type>(number)); },
        .read_number = [](const void* target, int) -> std::int64_t {
            return (as<message>(target).*Get)();
        },
    };
}

// number_of<…, &message::has_x>(): a number that says itself whether it is there.
template <auto Set, auto Get, auto Has>
constexpr access number_of() {
    using message = typename member_pointer<decltype(Get)>::of;
    access result = number_of<Set, Get>();
    result.count = [](const void* target) { return (as<message>(target).*Has)() ? 1 : 0; };
    return result;
}

// object_of<&message::mutable_x, &message::x, &message::has_x>(): a nested message.
template <auto Mutable, auto Get, auto Has>
constexpr access object_of() {
    using message = typename member_pointer<decltype(Get)>::of;
    return {
        .count = [](const void* target) { return (as<message>(target).*Has)() ? 1 : 0; },
        .open = [](void* target) -> void* { return (as<message>(target).*Mutable)(); },
        .read_object = [](const void* target, int) -> const void* {
            return &(as<message>(target).*Get)();
        },
    };
}

template <class Message, class Element>
using repeated_getter = const google::protobuf::RepeatedPtrField<Element>& (Message::*)() const;
template <class Message, class Element>
using repeated_mutable = google::protobuf::RepeatedPtrField<Element>* (Message::*)();

// The accessors of repeated fields are overloaded; naming message and element chooses.
template <
    class Message,
    repeated_mutable<Message, std::string> Mutable,
    repeated_getter<Message, std::string> Get>
constexpr access texts_of() {
    return {
        .count = [](const void* target) { return (as<Message>(target).*Get)().size(); },
        .assign_text = [](void* target, std::string_view text
                       ) { (as<Message>(target).*Mutable)()->Add()->assign(text); },
        .read_text = [](const void* target, int place) -> std::string_view {
            return (as<Message>(target).*Get)()[place];
        },
    };
}

template <
    class Message,
    class Element,
    repeated_mutable<Message, Element> Mutable,
    repeated_getter<Message, Element> Get>
constexpr access objects_of() {
    return {
        .count = [](const void* target) { return (as<Message>(target).*Get)().size(); },
        .open = [](void* target) -> void* { return (as<Message>(target).*Mutable)()->Add(); },
        .read_object = [](const void* target, int place) -> const void* {
            return &(as<Message>(target).*Get)()[place];
        },
    };
}

template <
    class Message,
    google::protobuf::RepeatedField<int>* (Message::*Mutable)(),
    const google::protobuf::RepeatedField<int>& (Message::*Get)() const>
constexpr access words_of() {
    return {
        .count = [](const void* target) { return (as<Message>(target).*Get)().size(); },
        .assign_number = [](void* target, std::int64_t number
                         ) { (as<Message>(target).*Mutable)()->Add(static_cast<int>(number)); },
        .read_number = [](const void* target, int place) -> std::int64_t {
            return (as<Message>(target).*Get)()[place];
        },
    };
}

// member_of<&some_struct::x>(): a string or a number of a plain struct, for bodies that are only
// read.
template <auto Member>
constexpr access member_of() {
    using target_type = typename member_pointer<decltype(Member)>::of;
    using value_type = typename member_pointer<decltype(Member)>::type;
    if constexpr (std::is_same_v<value_type, std::string>) {
        return {.assign_text = [](void* target, std::string_view text) {
            (as<target_type>(target).*Member).assign(text);
        }};
    } else {
        return {.assign_number = [](void* target, std::int64_t number) {
            as<target_type>(target).*Member = static_cast<value_type>(number);
        }};
    }
}

}  // namespace adapters::formats::json
