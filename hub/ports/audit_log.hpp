// The append-only signed log that every writer keeps: receipts and audit are one log.
#pragma once

#include "hub/model/oin.hpp"
#include "hub/model/receipt.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::ports {

// An auditable act: a state made final, a key release, an operator's act, an erasure, a
// configuration change.
struct audit_act {
    // Stable word, for example "toestand", "sleutelvrijgave", "operatorhandeling", "configuratie".
    std::string kind;
    // Who acted: an OIN, an instrument's name or an operator's certificate subject digest. Never
    // personal data.
    std::string actor;
    std::optional<model::message_id> message;
    std::optional<model::casus_id> casus;
    // Further facts as name and value, without personal data.
    std::vector<std::pair<std::string, std::string>> facts;
};

// One commit of a log: its signed head and, in order, its leaves.
struct log_batch {
    std::uint64_t number = 0;
    // Compact JWS.
    std::string head;
    // The exact leaf bytes; empty where they were not asked for.
    std::vector<std::string> leaves;
};

enum class leaves { without, with };

// Callable from any executor; completes on the caller's.
class audit_log {
public:
    virtual ~audit_log() = default;

    // The log's name: one per writer, for example "intake" or "loket".
    [[nodiscard]] virtual std::string_view log_id() const noexcept = 0;

    // Durable when it returns.
    [[nodiscard]] virtual async_result<void> record(std::vector<audit_act> acts) = 0;

    // Batches in order from a number on, at most limit; with leaves also fewer, where they are
    // large. None only behind the last.
    [[nodiscard]] virtual async_result<std::vector<log_batch>>
    read(std::uint64_t from_number, std::size_t limit, leaves what) = 0;
};

}  // namespace hub::ports
