// The hub's log: one line per event, never content, never a library's error text, never personal
// data.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace hub::app {

enum class level { info, warning, error };

// A name and a value; values are codes, counts, identifiers minted by the hub or names of our own.
using log_field = std::pair<std::string_view, std::string_view>;

// Starts the process's log: to standard error, and to hub.log in the folder when one is given
// (rotated at 50 MB, five kept). Call once, before anything is logged. Throws std::runtime_error
// when the folder cannot be written.
void start_log(const std::filesystem::path& folder);

// Writes what is buffered; at the end of the program.
void end_log();

// Thread-safe. The event is a stable word, for example "hub_gereed".
void log(level how, std::string_view event, std::initializer_list<log_field> fields = {});

}  // namespace hub::app
