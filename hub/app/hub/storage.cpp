#include "hub/app/hub/storage.hpp"

#include "adapters/embedded/case_keys/case_keys.hpp"
#include "adapters/embedded/documents/document_reader.hpp"
#include "adapters/embedded/documents/documents.hpp"
#include "adapters/embedded/erasures/erasures.hpp"
#include "adapters/embedded/ledger/log_table.hpp"
#include "adapters/embedded/quarantine/quarantine.hpp"
#include "adapters/keyfile/key_directory.hpp"
#include "adapters/keyfile/seal_files.hpp"

#include <filesystem>

namespace hub::app {
namespace {

namespace embedded = adapters::embedded;
namespace keyfile = adapters::keyfile;

bool accepts(const adapters::configuration::configuration& how) {
    return how.roles.contains(adapters::configuration::role::intake);
}

std::unique_ptr<ports::key_provider> open_keys(const adapters::configuration::configuration& how) {
    // Processes that share root keys must not each make some.
    if (how.environment != model::environment::productie && accepts(how)) {
        keyfile::make_missing_keys(how.folders.keys, how.environment);
    }
    return keyfile::load_keys(how.folders.keys);
}

constexpr std::string_view key_file = "sleutels.db";
constexpr std::string_view document_file = "bijlagen.db";
// Whoever puts a backup back leaves it there.
constexpr std::string_view put_back_mark = "teruggezet";

std::optional<std::filesystem::path> unless_empty(const std::filesystem::path& path) {
    return path.empty() ? std::nullopt : std::optional{path};
}

}  // namespace

storage::storage(
    const adapters::configuration::configuration& how,
    ports::clock& clock,
    ports::telemetry& telemetry
)
    : how_{how},
      clock_{clock},
      lock_{how.folders.data},
      put_back_{std::filesystem::exists(how.folders.data / put_back_mark)},
      keys_{open_keys(how)},
      signer_{keyfile::load_signer({how.seal.certificate, how.seal.key})},
      seals_{keyfile::load_seal_trust(how.seal.certificate, unless_empty(how.seal.earlier))},
      own_case_keys_{
          accepts(how)
              ? embedded::case_keys::create_case_keys({.path = how.folders.data / key_file})
              : nullptr},
      others_case_keys_{
          accepts(how)
              ? nullptr
              : embedded::case_keys::create_key_reader(how.folders.content_keys_of / key_file)},
      vault_{how.environment, *keys_, accepts(how) ? *own_case_keys_ : *others_case_keys_, clock},
      transport_{create_transport(how, clock)} {
    if (accepts(how)) {
        const auto file = how.folders.data / "berichten.db";
        messages_ = embedded::message_store::create_message_store(
            {.path = file,
             .log = {how.environment, "intake"},
             .signer = *signer_,
             .clock = clock,
             .telemetry = &telemetry,
             .leaving_incarnation = leaving(file)}
        );
        quarantined_ =
            embedded::quarantine::create_quarantine({.path = how.folders.data / "quarantaine.db"});
        erasures_ =
            embedded::erasures::create_erasures({.path = how.folders.data / "wissingen.db"});
        documents_ =
            embedded::documents::create_documents({.path = how.folders.data / document_file});
    } else {
        others_documents_ = embedded::documents::create_document_reader(
            how.folders.content_keys_of / document_file
        );
    }
}

std::optional<std::uint64_t> storage::leaving(const std::filesystem::path& file) const {
    return put_back_ ? embedded::ledger::incarnation_of(file) : std::nullopt;
}

bool storage::forget_put_back() {
    std::error_code failed;
    std::filesystem::remove(how_.folders.data / put_back_mark, failed);
    return !failed;
}

ports::audit_log& storage::acts() {
    if (messages_ != nullptr) {
        return *messages_;
    }
    return *books_.front();
}

bool storage::keys_readable() {
    return others_case_keys_ == nullptr || others_case_keys_->readable();
}

ports::book& storage::open_book(const std::string& consumer) {
    const auto file = how_.folders.data / (consumer + ".db");
    return *books_.emplace_back(embedded::book::create_book(
        {.path = file, .log = {how_.environment, consumer}, .leaving_incarnation = leaving(file)},
        *signer_,
        clock_
    ));
}

std::vector<std::pair<std::string_view, bool>> storage::writable_books() const {
    std::vector<std::pair<std::string_view, bool>> all;
    for (const auto& book : books_) {
        all.emplace_back(book->log_id(), book->writable());
    }
    return all;
}

boost::asio::awaitable<void> storage::forget_handled(model::timestamp before) {
    // What fails is tried again with the next round.
    co_await transport_->forget_handled(before);
    for (const auto& book : books_) {
        static_cast<void>(
            co_await book->purge({.handled_before = before, .published_before = before})
        );
    }
}

}  // namespace hub::app
