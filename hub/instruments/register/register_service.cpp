#include "hub/instruments/register/register_service.hpp"

#include "hub/instruments/consumer/kept_message.hpp"
#include "hub/instruments/register/register_instrument.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace hub::instruments::register_ {
namespace {

constexpr std::size_t page = 256;

// ASCII only; other letters are compared as they stand.
std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    const auto all = lower(text);
    std::size_t from = 0;
    while ((from = all.find_first_not_of(' ', from)) != std::string::npos) {
        const auto to = std::min(all.find(' ', from), all.size());
        words.push_back(all.substr(from, to - from));
        from = to;
    }
    return words;
}

struct indexed {
    vermelding entry;
    // What text searches look in, besides the organisation's name of today.
    std::string text;
    std::string regio;
};

indexed index(vermelding entry) {
    indexed result;
    result.regio = lower(entry.regio);
    result.text = lower(entry.professional.naam()) + '\n' + lower(entry.professional.email()) +
                  '\n' + result.regio;
    result.entry = std::move(entry);
    return result;
}

bool matches(const indexed& one, const register_query& query, const std::string& regio) {
    const auto& entry = one.entry;
    if (query.organisation && entry.organisation != *query.organisation) {
        return false;
    }
    if (query.leefgebied &&
        std::find(entry.leefgebieden.begin(), entry.leefgebieden.end(), *query.leefgebied) ==
            entry.leefgebieden.end()) {
        return false;
    }
    if (!regio.empty() && one.regio != regio) {
        return false;
    }
    return !query.soort || entry.professional.soort() == *query.soort;
}

bool has_words(
    const indexed& one,
    const std::vector<std::string>& words,
    const std::string& organisation_name
) {
    const auto name = words.empty() ? std::string{} : lower(organisation_name);
    return std::all_of(words.begin(), words.end(), [&](const auto& word) {
        return one.text.find(word) != std::string::npos || name.find(word) != std::string::npos;
    });
}

}  // namespace

class register_service::implementation {
public:
    implementation(ports::book& book, vault::vault& vault, register_service_options options)
        : book_{book}, vault_{vault}, options_{std::move(options)} {}

    ports::async_result<void> load() {
        const std::string kind{entry_kind};
        std::uint64_t after = 0;
        for (;;) {
            const auto records = co_await book_.scan(kind, after, page);
            if (!records) {
                co_return records.error();
            }
            for (const auto& record : *records) {
                if (const auto done = co_await put(record.id, record.body); !done) {
                    co_return done;
                }
                after = record.sequence;
            }
            if (records->size() < page) {
                co_return ports::result<void>{};
            }
        }
    }

    boost::asio::awaitable<void> committed(std::vector<consumer::record_change> changes) {
        for (auto& change : changes) {
            if (change.key.kind != entry_kind) {
                continue;
            }
            if (!change.body || !co_await put(change.key.id, *change.body)) {
                remove(change.key.id);
            }
        }
    }

    [[nodiscard]] register_answer search(const register_query& query) const {
        const auto limit = std::min(query.limit, options_.largest_answer);
        const auto regio = lower(query.regio);
        const auto words = words_of(query.text);
        register_answer answer;
        const std::shared_lock lock{mutex_};
        auto at = query.after ? entries_.upper_bound(*query.after) : entries_.begin();
        for (; at != entries_.end(); ++at) {
            if (!matches(at->second, query, regio)) {
                continue;
            }
            auto name = name_of(at->second.entry.organisation);
            if (!has_words(at->second, words, name)) {
                continue;
            }
            if (answer.entries.size() == limit) {
                answer.more = true;
                break;
            }
            answer.entries.push_back(at->second.entry);
            answer.entries.back().organisation_name = std::move(name);
        }
        return answer;
    }

    [[nodiscard]] std::optional<vermelding> find(model::key_id id) const {
        const std::shared_lock lock{mutex_};
        const auto found = entries_.find(id);
        if (found == entries_.end()) {
            return std::nullopt;
        }
        auto entry = found->second.entry;
        entry.organisation_name = name_of(entry.organisation);
        return entry;
    }

    [[nodiscard]] std::size_t size() const {
        const std::shared_lock lock{mutex_};
        return entries_.size();
    }

private:
    // Opens a record and puts it into the index. An entry whose key is gone is left out; fails only
    // with what passes by itself.
    ports::async_result<void> put(std::string id, std::string body) {
        pmm::v1::VermeldingRecord record;
        const auto key = model::key_id::parse(id);
        if (!key || !record.ParseFromString(body)) {
            co_return ports::errc::not_authentic;
        }
        const auto owner = model::oin::parse(record.owner_oin());
        const auto content = co_await consumer::open_kept(vault_, record.mutation());
        if (!content || !owner) {
            remove(id);
            co_return content ? ports::result<void>{} : forgive(content.error());
        }
        const auto& mutation = content->registermutatie();
        vermelding entry;
        entry.id = *key;
        entry.organisation = *owner;
        entry.professional = mutation.professional();
        for (const auto leefgebied : mutation.leefgebieden()) {
            entry.leefgebieden.push_back(static_cast<pmm::v1::Leefgebied>(leefgebied));
        }
        entry.regio = mutation.regio();
        entry.confirmed_at = model::from_microseconds(record.confirmed_at_us());
        const std::unique_lock lock{mutex_};
        entries_[*key] = index(std::move(entry));
        co_return ports::result<void>{};
    }

    static ports::result<void> forgive(const boost::system::error_code& error) {
        const auto gone = error == ports::make_error_code(ports::errc::erased) ||
                          error == ports::make_error_code(ports::errc::not_found) ||
                          error == ports::make_error_code(ports::errc::not_authentic);
        return gone ? ports::result<void>{} : ports::result<void>{error};
    }

    void remove(const std::string& id) {
        if (const auto key = model::key_id::parse(id)) {
            const std::unique_lock lock{mutex_};
            entries_.erase(*key);
        }
    }

    [[nodiscard]] std::string name_of(const model::oin& organisation) const {
        return options_.name_of ? options_.name_of(organisation) : std::string{};
    }

    ports::book& book_;
    vault::vault& vault_;
    register_service_options options_;
    mutable std::shared_mutex mutex_;
    std::map<model::key_id, indexed> entries_;
};

register_service::register_service(
    ports::book& book,
    vault::vault& vault,
    register_service_options options
)
    : implementation_{std::make_unique<implementation>(book, vault, std::move(options))} {}

register_service::~register_service() = default;

ports::async_result<void> register_service::load() {
    return implementation_->load();
}

register_answer register_service::search(const register_query& query) const {
    return implementation_->search(query);
}

std::optional<vermelding> register_service::find(model::key_id id) const {
    return implementation_->find(id);
}

std::size_t register_service::size() const {
    return implementation_->size();
}

boost::asio::awaitable<void> register_service::committed(
    std::vector<consumer::record_change> changes
) {
    return implementation_->committed(std::move(changes));
}

}  // namespace hub::instruments::register_
