#include "adapters/embedded/sqlite/statement.hpp"

#include <sqlite3.h>

namespace adapters::embedded::sqlite {

namespace {

// An empty blob or text is not NULL, so the pointer must not be null either.
const char* start_of(std::string_view bytes) {
    return bytes.data() == nullptr ? "" : bytes.data();
}

// SQLITE_STATIC and SQLITE_TRANSIENT are casts in C's style; the API takes them as a function.
sqlite3_destructor_type keep() {
    return nullptr;
}
sqlite3_destructor_type copied() {
    return reinterpret_cast<sqlite3_destructor_type>(std::intptr_t{-1});
}

}  // namespace

rows::~rows() {
    owner_.reset();
}

bool rows::next() {
    return owner_.step();
}

std::int64_t rows::integer(int column) const noexcept {
    return sqlite3_column_int64(owner_.handle_, column);
}

std::string_view rows::bytes(int column) const noexcept {
    const auto* const data = static_cast<const char*>(sqlite3_column_blob(owner_.handle_, column));
    const int size = sqlite3_column_bytes(owner_.handle_, column);
    return data == nullptr ? std::string_view{}
                           : std::string_view{data, static_cast<std::size_t>(size)};
}

bool rows::is_null(int column) const noexcept {
    return sqlite3_column_type(owner_.handle_, column) == SQLITE_NULL;
}

statement::statement(connection& owner, std::string_view sql) : owner_{owner} {
    const int code = sqlite3_prepare_v3(
        owner_.handle(),
        sql.data(),
        static_cast<int>(sql.size()),
        SQLITE_PREPARE_PERSISTENT,
        &handle_,
        nullptr
    );
    if (code != SQLITE_OK) {
        throw start_failure{
            owner_.path().string() + ": preparing a statement failed (SQLite result " +
            std::to_string(code) + "): " + std::string{sql}};
    }
}

statement::~statement() {
    sqlite3_finalize(handle_);
}

void statement::bind(int index, lifetime how_long, std::string_view text) {
    owner_.note(sqlite3_bind_text64(
        handle_,
        index,
        start_of(text),
        text.size(),
        how_long == lifetime::copy ? copied() : keep(),
        SQLITE_UTF8
    ));
}

void statement::bind(int index, lifetime how_long, blob value) {
    owner_.note(sqlite3_bind_blob64(
        handle_,
        index,
        start_of(value.bytes),
        value.bytes.size(),
        how_long == lifetime::copy ? copied() : keep()
    ));
}

void statement::bind_integer(int index, std::int64_t value) {
    owner_.note(sqlite3_bind_int64(handle_, index, value));
}

void statement::bind_null(int index) {
    owner_.note(sqlite3_bind_null(handle_, index));
}

bool statement::step() {
    if (owner_.failed()) {
        return false;
    }
    if (owner_.faults() != nullptr && owner_.faults()->statement_fails()) {
        owner_.note(SQLITE_IOERR);
        return false;
    }
    const int code = sqlite3_step(handle_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        owner_.note(code);
    }
    return code == SQLITE_ROW;
}

void statement::finish() {
    while (step()) {
    }
    reset();
}

void statement::reset() noexcept {
    // The failure that reset repeats was noted by step().
    sqlite3_reset(handle_);
}

}  // namespace adapters::embedded::sqlite
