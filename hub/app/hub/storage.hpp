// Everything durable that a process of the hub holds open: keys, message store, broker, and a book
// per consumer.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "adapters/embedded/book/book.hpp"
#include "adapters/embedded/case_keys/key_reader.hpp"
#include "adapters/embedded/directory_lock.hpp"
#include "adapters/embedded/message_store/message_store.hpp"
#include "hub/app/hub/transport.hpp"
#include "hub/ports/case_key_store.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/document_store.hpp"
#include "hub/ports/erasure_store.hpp"
#include "hub/ports/key_provider.hpp"
#include "hub/ports/quarantine_store.hpp"
#include "hub/ports/signer.hpp"
#include "hub/ports/telemetry.hpp"
#include "hub/vault/seal_trust.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hub::app {

// Opened in this order and closed in the reverse one. The constructor throws what a store, a key
// file or the lock of the data directory throws: it ends the start.
class storage {
public:
    storage(
        const adapters::configuration::configuration& how,
        ports::clock& clock,
        ports::telemetry& telemetry
    );

    // A book named after its consumer, in a file of its own; closed with the storage.
    [[nodiscard]] ports::book& open_book(const std::string& consumer);

    // Lets the broker and the books forget what everyone handled before this time, a bounded part
    // of it per call.
    [[nodiscard]] boost::asio::awaitable<void> forget_handled(model::timestamp before);

    // Every opened book by its consumer's name, and whether it can be written.
    [[nodiscard]] std::vector<std::pair<std::string_view, bool>> writable_books() const;

    [[nodiscard]] const vault::seal_trust& seals() const noexcept { return seals_; }
    [[nodiscard]] vault::vault& vault() noexcept { return vault_; }
    // Null when the role intake is not in this process.
    [[nodiscard]] adapters::embedded::message_store::sqlite_message_store* messages() noexcept {
        return messages_.get();
    }
    // Where acts of operators and changes of the configuration are recorded: the message store's
    // log, or without one that of the book that was opened first.
    [[nodiscard]] ports::audit_log& acts();
    // Whether content keys are found here: false while the process that keeps them has none yet.
    [[nodiscard]] bool keys_readable();
    // Null when the role intake is not in this process.
    [[nodiscard]] ports::quarantine_store* quarantined() noexcept { return quarantined_.get(); }
    [[nodiscard]] ports::document_store* documents() noexcept { return documents_.get(); }
    // Its own, or those of the process that takes them in.
    [[nodiscard]] ports::document_reader& readable_documents() noexcept {
        return documents_ != nullptr ? *documents_ : *others_documents_;
    }
    [[nodiscard]] ports::erasure_store* erasures() noexcept { return erasures_.get(); }
    [[nodiscard]] app::transport& transport() noexcept { return *transport_; }

    // Whether the data was put back from a backup, as whoever did it said by a file beside it. Each
    // log that had begun goes on in a new incarnation then, with a break record.
    [[nodiscard]] bool is_put_back() const noexcept { return put_back_; }
    // Operators saw it: the next start is one like any other. False when the file stays.
    [[nodiscard]] bool forget_put_back();

private:
    [[nodiscard]] std::optional<std::uint64_t> leaving(const std::filesystem::path& file) const;

    const adapters::configuration::configuration& how_;
    ports::clock& clock_;
    adapters::embedded::directory_lock lock_;
    const bool put_back_;
    std::unique_ptr<ports::key_provider> keys_;
    std::unique_ptr<ports::signer> signer_;
    vault::seal_trust seals_;
    // One of the two: with intake the keys are made here, without it another process' are read.
    std::unique_ptr<ports::case_key_store> own_case_keys_;
    std::unique_ptr<adapters::embedded::case_keys::key_reader> others_case_keys_;
    hub::vault::vault vault_;
    std::unique_ptr<adapters::embedded::message_store::sqlite_message_store> messages_;
    std::unique_ptr<ports::quarantine_store> quarantined_;
    // One of the two: with intake documents are taken in here, without it another process' are
    // read.
    std::unique_ptr<ports::document_store> documents_;
    std::unique_ptr<ports::document_reader> others_documents_;
    std::unique_ptr<ports::erasure_store> erasures_;
    std::unique_ptr<app::transport> transport_;
    std::vector<std::unique_ptr<adapters::embedded::book::embedded_book>> books_;
};

}  // namespace hub::app
