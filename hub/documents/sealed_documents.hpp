// The documents that are stored, opened for who may have them.
#pragma once

#include "hub/documents/outgoing_document.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/document_store.hpp"
#include "hub/vault/vault.hpp"

#include <memory>

namespace hub::documents {

// Thread-safe. Everything given outlives it and what it opens.
class sealed_documents {
public:
    sealed_documents(vault::vault& vault, ports::document_reader& store)
        : vault_{vault}, store_{store} {}

    // For who may have what this owner sent, which the caller has checked; errc::not_found for
    // another's.
    [[nodiscard]] ports::async_result<std::unique_ptr<outgoing_document>>
    open(model::oin owner, model::document_id id) const;
    // For who may have what this certificate brought, which the caller has checked.
    [[nodiscard]] ports::async_result<std::unique_ptr<outgoing_document>>
    open_brought(model::oin certificate, model::document_id id) const;

private:
    [[nodiscard]] ports::async_result<std::unique_ptr<outgoing_document>> open_found(
        ports::stored_document found
    ) const;

    vault::vault& vault_;
    ports::document_reader& store_;
};

}  // namespace hub::documents
