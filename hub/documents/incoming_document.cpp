#include "hub/documents/incoming_document.hpp"

#include "hub/runtime/kill_points/kill_points.hpp"
#include "schemas/pmm/v1/envelope.pb.h"

#include <algorithm>
#include <utility>

namespace hub::documents {
namespace {

namespace asio = boost::asio;
using kind = vault::record_place::kind;

model::rejection refused(std::string_view code, std::string_view words) {
    model::rejection result;
    result.code = code;
    result.words = words;
    return result;
}

// Whatever became of the last commit: nobody was told of a document, so that sending it again is
// right, and what may be there is erased as never referred to.
model::rejection unavailable() {
    auto result = refused(
        "tijdelijk_niet_beschikbaar",
        "De hub kan deze bijlage nu niet opslaan. Er is niets bewaard; stuur haar later opnieuw."
    );
    result.kind = model::finality::retry;
    return result;
}

std::string serialised(const ports::attachment& what) {
    pmm::v1::AttachmentDigest digest;
    digest.set_name(what.name);
    digest.set_content_type(what.content_type);
    digest.set_size(what.size);
    digest.set_sha256(what.sha256.data(), what.sha256.size());
    return digest.SerializeAsString();
}

}  // namespace

incoming_document::incoming_document(
    incoming_parts parts,
    incoming_limits limits,
    sender from,
    vault::content_key key,
    reservations::place place
)
    : parts_{parts},
      limits_{limits},
      from_{std::move(from)},
      key_{std::move(key)},
      place_{std::move(place)},
      id_{key_.id().value()},
      began_at_{parts_.clock.now()} {}

incoming_document::~incoming_document() {
    vault::wipe(buffer_);
}

asio::awaitable<model::decision<void>> incoming_document::add(std::string_view bytes) {
    if (bytes.size() > limits_.largest - size_) {
        co_return refused("te_groot", "De bijlage is groter dan de hub aanneemt.");
    }
    size_ += bytes.size();
    digest_.add(bytes);
    inspector_.feed(bytes);
    while (!bytes.empty()) {
        if (buffer_.size() == limits_.record_bytes) {
            const auto stored = co_await store_record(kind::content);
            if (!stored) {
                co_return unavailable();
            }
        }
        const auto taken = std::min(bytes.size(), limits_.record_bytes - buffer_.size());
        buffer_.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
    }
    co_return model::decision<void>{};
}

ports::async_result<void> incoming_document::store_record(kind is) {
    if (!begun_) {
        const auto begun = co_await parts_.store.begin(id_, from_.owner, began_at_);
        if (!begun) {
            co_return begun.error();
        }
        begun_ = true;
    }
    auto sealed = parts_.vault.seal_record(key_, {id_, from_.owner}, {is, records_}, buffer_);
    const auto added = co_await parts_.store.add(id_, records_, std::move(sealed));
    if (added) {
        ++records_;
        buffer_.clear();
    }
    co_return added;
}

model::decision<ports::attachment> incoming_document::describe(said_of_document said) {
    const auto found = inspector_.finish();
    if (!found) {
        return found.error();
    }
    if (!says_nothing(said.media_type) && parse_content_kind(said.media_type) != *found) {
        return refused(
            "bijlagesoort_klopt_niet",
            "De bijlage is van een andere soort dan haar Content-Type zegt."
        );
    }
    ports::attachment result;
    result.name =
        said.name.empty() ? "bijlage" + std::string{extension_of(*found)} : std::move(said.name);
    result.content_type = media_type_of(*found);
    result.size = size_;
    result.sha256 = digest_.finish();
    result.document = id_;
    return result;
}

asio::awaitable<model::decision<document>> incoming_document::finish(said_of_document said) {
    auto described = describe(std::move(said));
    if (!described) {
        co_return described.error();
    }
    co_return co_await complete(std::move(*described));
}

asio::awaitable<model::decision<document>> incoming_document::finish_original(std::string media_type
) {
    ports::attachment described;
    described.content_type = std::move(media_type);
    described.size = size_;
    described.sha256 = digest_.finish();
    described.document = id_;
    co_return co_await complete(std::move(described));
}

asio::awaitable<model::decision<document>> incoming_document::complete(ports::attachment described
) {
    const auto last = co_await store_record(kind::last_content);
    if (!last) {
        co_return unavailable();
    }
    ports::stored_document whole;
    whole.id = id_;
    whole.owner = from_.owner;
    whole.certificate = from_.certificate;
    whole.received_at = began_at_;
    whole.size = size_;
    whole.records = records_;
    whole.description = parts_.vault.seal_record(
        key_, {id_, from_.owner}, {kind::description, records_}, serialised(described)
    );
    runtime::kill_points::pass("document_before_complete");
    const auto completed = co_await parts_.store.complete(std::move(whole));
    if (!completed) {
        co_return unavailable();
    }
    runtime::kill_points::pass("document_complete_before_answer");
    begun_ = false;
    place_ = {};
    co_return document{std::move(described), began_at_};
}

asio::awaitable<void> incoming_document::abandon() {
    if (begun_) {
        begun_ = false;
        // What fails is erased later as never completed.
        static_cast<void>(co_await parts_.store.erase(id_));
    }
    place_ = {};
}

}  // namespace hub::documents
