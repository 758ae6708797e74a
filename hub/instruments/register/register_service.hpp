// Answers searches in the Maatwerkregister from memory.
#pragma once

#include "hub/instruments/consumer/runner.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/book.hpp"
#include "hub/ports/result.hpp"
#include "hub/vault/vault.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::instruments::register_ {

// One participant's entry.
struct vermelding {
    model::key_id id;
    model::oin organisation;
    // As today's configuration names it; empty when it does not.
    std::string organisation_name;
    pmm::v1::Professional professional;
    std::vector<pmm::v1::Leefgebied> leefgebieden;
    std::string regio;
    model::timestamp confirmed_at;
};

// Every field narrows; an empty query finds all.
struct register_query {
    std::optional<model::oin> organisation;
    std::optional<pmm::v1::Leefgebied> leefgebied;
    // Compared without regard to case.
    std::string regio;
    // Every word must occur in the organisation's name, the professional's name or e-mail address,
    // or the region.
    std::string text;
    std::optional<pmm::v1::ProfessionalSoort> soort;
    // Only entries behind this one, for the next page.
    std::optional<model::key_id> after;
    std::size_t limit = 50;
};

struct register_answer {
    // In the order of the entries' ids.
    std::vector<vermelding> entries;
    // There are more behind the last one.
    bool more = false;
};

struct register_service_options {
    std::size_t largest_answer = 100;
    // Today's name of an organisation; thread-safe.
    std::function<std::string(const model::oin&)> name_of;
};

// search() and find() from any thread. That the caller may read the register is checked before
// (hub/access). Everything given outlives it.
class register_service : public consumer::commit_observer {
public:
    register_service(ports::book& book, vault::vault& vault, register_service_options options);
    ~register_service() override;

    // Reads all entries of the book into memory; once, before the register's runner starts.
    [[nodiscard]] ports::async_result<void> load();

    [[nodiscard]] register_answer search(const register_query& query) const;
    [[nodiscard]] std::optional<vermelding> find(model::key_id id) const;
    [[nodiscard]] std::size_t size() const;

    // Keeps the index current.
    [[nodiscard]] boost::asio::awaitable<void> committed(
        std::vector<consumer::record_change> changes
    ) override;

private:
    class implementation;
    std::unique_ptr<implementation> implementation_;
};

}  // namespace hub::instruments::register_
