// Finds which casus a message belongs to before it is sealed: reservations in memory in front of
// the store, whose transaction enforces the outcome.
#pragma once

#include "hub/access/caller.hpp"
#include "hub/intake/validation.hpp"
#include "hub/model/admitted_message.hpp"
#include "hub/model/rejection.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace hub::intake {

// What is asked of the directory.
struct casus_question {
    model::oin owner;
    intake::nature nature;
    // As the sender named it; the id counts before the reference.
    std::optional<model::casus_id> named;
    std::string reference;
    // Decided already by the store or by an earlier attempt: the owner takes part in it.
    std::optional<model::casus_id> decided;
    // The register entry that is changed.
    std::optional<model::message_id> entry;
};

class case_directory {
public:
    // Several messages that arrive together under one new reference get the same casus: whoever
    // comes first reserves it for as long as somebody holds a reservation.
    class reservation {
    public:
        reservation() = default;
        reservation(reservation&& other) noexcept;
        reservation& operator=(reservation&& other) noexcept;
        ~reservation();

    private:
        friend class case_directory;
        using key_type = std::pair<model::oin, model::digest>;
        reservation(case_directory& directory, key_type key) noexcept
            : directory_{&directory}, key_{std::move(key)} {}
        case_directory* directory_ = nullptr;
        key_type key_{};
    };

    // Where a message belongs.
    struct place {
        vault::content_key key;
        model::message_id message;
        std::optional<model::casus_entry> casus;
        // Held until the store has answered.
        reservation held;
    };

    case_directory(vault::vault& vault, ports::message_store& store, ports::casus_store& casus);

    // Codes casus_onbekend, vermelding_onbekend, gewist, tijdelijk_niet_beschikbaar. Callable from
    // any thread.
    [[nodiscard]] boost::asio::awaitable<model::decision<place>> resolve(casus_question question);

    // Whether an organisation takes part; code casus_onbekend.
    [[nodiscard]] boost::asio::awaitable<model::decision<void>>
    enter(model::casus_id casus, model::oin owner);

    // The key of a register entry of this organisation; code vermelding_onbekend.
    [[nodiscard]] boost::asio::awaitable<model::decision<model::key_id>>
    find_entry(model::message_id entry, model::oin owner);

private:
    [[nodiscard]] boost::asio::awaitable<model::decision<place>> without_casus(
        casus_question question
    );
    [[nodiscard]] boost::asio::awaitable<model::decision<place>> in_entry(casus_question question);
    [[nodiscard]] boost::asio::awaitable<model::decision<place>>
    in_casus(model::casus_id casus, std::optional<model::digest> reference);
    [[nodiscard]] boost::asio::awaitable<model::decision<place>> by_reference(
        casus_question question
    );
    [[nodiscard]] boost::asio::awaitable<model::decision<place>>
    open(model::oin owner, std::optional<model::digest> reference);

    [[nodiscard]] std::optional<model::casus_id> join(const reservation::key_type& key);
    [[nodiscard]] model::casus_id reserve(const reservation::key_type& key, model::casus_id wanted);
    void release(const reservation::key_type& key) noexcept;

    struct reserved {
        model::casus_id casus;
        std::size_t holders = 0;
    };

    vault::vault& vault_;
    ports::message_store& store_;
    ports::casus_store& casus_;
    std::mutex mutex_;
    std::map<reservation::key_type, reserved> reserved_;
};

}  // namespace hub::intake
