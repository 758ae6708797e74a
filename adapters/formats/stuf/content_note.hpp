// What stands in a stored message in the place of a document whose bytes are sealed apart.
#pragma once

#include "hub/ports/message_form.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::formats::stuf {

// Where the bytes of a document are: within the message, or sealed apart, with a note in their
// place. Only the hub itself writes notes: nothing that comes in is read for them.
enum class document_place { within, apart };

[[nodiscard]] std::string write_note(const hub::ports::passed_document& of);
// Nothing for what is no note.
[[nodiscard]] std::optional<hub::ports::passed_document> read_note(std::string_view note);

}  // namespace adapters::formats::stuf
