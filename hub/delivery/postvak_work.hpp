// What a postvak commits: claims, outcomes and lost rights, each in one transaction with the
// statuses that follow.
#pragma once

#include "hub/delivery/postvak_service.hpp"
#include "hub/instruments/consumer/sealer.hpp"
#include "hub/ports/book.hpp"
#include "schemas/pmm/v1/book.pb.h"

#include <optional>
#include <string>
#include <vector>

namespace hub::delivery {

// The record as it is shown, without content; nothing when it is none.
[[nodiscard]] std::optional<postvak_message>
read_item(const ports::book_record& record, pmm::v1::PostvakItem& item);

// Thread-safe; everything given outlives it.
class postvak_work {
public:
    postvak_work(postvak_ports ports, instruments::consumer::runner_options identity);

    // Gives the records back as claimed. errc::conflict when one of them changed meanwhile.
    [[nodiscard]] ports::async_result<std::vector<ports::book_record>>
    claim(claim_request request, std::vector<ports::book_record> records);

    [[nodiscard]] ports::async_result<void>
    settle(model::oin recipient, ports::book_record record, model::state state, refusal why);

    // Parks what is not parked yet by a lost right.
    [[nodiscard]] ports::async_result<void>
    park(model::oin recipient, std::vector<ports::book_record> records);

private:
    // Adds the statusbericht to the sender; without the message's key there is none.
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
