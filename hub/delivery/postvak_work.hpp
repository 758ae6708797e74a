// What a postvak commits: claims, outcomes and lost rights, each in one transaction with the
// statuses that follow.
#pragma once

#include "hub/delivery/attempts.hpp"
#include "hub/delivery/postvak_service.hpp"
#include "hub/instruments/consumer/sealer.hpp"
#include "hub/ports/book.hpp"
#include "schemas/pmm/v1/book.pb.h"

#include <optional>
#include <string>
#include <vector>

namespace hub::delivery {

// The record as its recipient sees it, without content; nothing when it is none.
[[nodiscard]] std::optional<postvak_message>
read_item(const ports::book_record& record, pmm::v1::PostvakItem& item, model::timestamp now);

// Records as they stand once the transaction is committed.
struct claim_in_hand {
    std::vector<ports::book_record> records;
    ports::book_transaction transaction;
};

// Thread-safe; everything given outlives it.
class postvak_work {
public:
    postvak_work(postvak_ports ports, instruments::consumer::runner_options identity);

    // Decides a claim; nothing is committed.
    [[nodiscard]] ports::async_result<claim_in_hand>
    prepare_claim(claim_request request, std::vector<ports::book_record> records);

    [[nodiscard]] ports::async_result<void>
    settle(model::oin recipient, ports::book_record record, model::state state, refusal why);

    // What came of pushing it: a bericht that was taken lies there as afgeleverd until it is
    // acknowledged, a statusbericht is done.
    [[nodiscard]] ports::async_result<void>
    pushed(model::oin recipient, ports::book_record record, attempt_action action);

    // Parks what is not parked yet.
    [[nodiscard]] ports::async_result<void>
    park(model::oin recipient, std::vector<ports::book_record> records);

private:
    // Adds the statusbericht to the sender; without the message's key there is nothing to tell.
    [[nodiscard]] ports::async_result<void> add_status(
        ports::book_transaction& transaction,
        const pmm::v1::PostvakItem& item,
        const instruments::consumer::outcome& what
    );
    void add_processing(
        ports::book_transaction& transaction,
        const pmm::v1::PostvakItem& item,
        const std::string& activity
    ) const;

    postvak_ports ports_;
    instruments::consumer::runner_options identity_;
    instruments::consumer::sealer sealer_;
};

}  // namespace hub::delivery
