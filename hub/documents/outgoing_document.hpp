// A document on its way out: opened record by record.
#pragma once

#include "hub/model/timestamp.hpp"
#include "hub/ports/decoder.hpp"
#include "hub/ports/document_store.hpp"
#include "hub/vault/vault.hpp"

#include <cstdint>
#include <string>

namespace hub::documents {

// Used by one coroutine at a time; holds no content. Store and vault outlive it.
class outgoing_document {
public:
    outgoing_document(
        const vault::vault& vault,
        ports::document_reader& store,
        ports::stored_document what,
        vault::content_key key,
        ports::attachment described
    );

    [[nodiscard]] const ports::attachment& description() const noexcept { return described_; }

    [[nodiscard]] model::timestamp received_at() const noexcept { return what_.received_at; }

    // The next piece; empty at the end. errc::not_authentic when a record is not what was sealed,
    // or the last one is not the last.
    [[nodiscard]] ports::async_result<std::string> next();

private:
    const vault::vault& vault_;
    ports::document_reader& store_;
    ports::stored_document what_;
    vault::content_key key_;
    ports::attachment described_;
    std::uint32_t number_ = 0;
    std::uint64_t given_ = 0;
};

}  // namespace hub::documents
