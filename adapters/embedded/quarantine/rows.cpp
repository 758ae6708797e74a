#include "adapters/embedded/quarantine/rows.hpp"

#include <algorithm>
#include <utility>

namespace adapters::embedded::quarantine {
namespace model = hub::model;
using hub::ports::quarantined;

namespace {

constexpr char between_fields = '\x1f';
constexpr char behind_place = '\x1e';

std::vector<model::invalid_param> places_of(std::string_view text) {
    std::vector<model::invalid_param> places;
    const auto take = [&text](char until) {
        const auto end = std::min(text.find(until), text.size());
        std::string field{text.substr(0, end)};
        text.remove_prefix(std::min(end + 1, text.size()));
        return field;
    };
    while (!text.empty()) {
        model::invalid_param one;
        one.name = take(between_fields);
        one.code = take(between_fields);
        one.reason = take(behind_place);
        places.push_back(std::move(one));
    }
    return places;
}

model::timestamp time_of(const sqlite::rows& found, int column) {
    return model::from_microseconds(found.integer(column));
}

std::optional<model::timestamp> time_if_any(const sqlite::rows& found, int column) {
    return found.is_null(column) ? std::nullopt : std::optional{time_of(found, column)};
}

// In the order of read_row().
constexpr std::string_view columns =
    "sequence,id,certificate,form,code,words,places,digest,size,times,received_at,last_at,"
    "erase_at,announced_at,state,ended_at,became,reason,content IS NOT NULL,handing_in_since";

}  // namespace

std::string select(std::string_view behind) {
    return "SELECT " + std::string{columns} + " FROM quarantined " + std::string{behind};
}

std::string places_text(const std::vector<model::invalid_param>& places) {
    std::string text;
    for (const auto& one : places) {
        text += one.name + between_fields + one.code + between_fields + one.reason + behind_place;
    }
    return text;
}

quarantined read_row(const sqlite::rows& found) {
    int column = 0;
    quarantined one;
    one.sequence = found.unsigned_integer(column);
    one.id = model::message_id::from_bytes(found.bytes(++column)).value_or(model::message_id{});
    one.certificate = model::oin::parse(found.bytes(++column)).value_or(model::oin{});
    one.form = found.text(++column);
    one.why.code = found.text(++column);
    one.why.words = found.text(++column);
    one.why.invalid_params = places_of(found.bytes(++column));
    const auto digest = found.bytes(++column);
    std::copy_n(digest.begin(), std::min(digest.size(), one.digest.size()), one.digest.begin());
    one.size = found.unsigned_integer(++column);
    one.times = static_cast<std::uint32_t>(found.integer(++column));
    one.received_at = time_of(found, ++column);
    one.last_at = time_of(found, ++column);
    one.erase_at = time_of(found, ++column);
    one.announced_at = time_if_any(found, ++column);
    one.state = hub::ports::parse_quarantine_state(found.bytes(++column))
                    .value_or(hub::ports::quarantine_state::gewist);
    one.ended_at = time_if_any(found, ++column);
    ++column;
    if (!found.is_null(column)) {
        one.became = model::message_id::from_bytes(found.bytes(column));
    }
    one.reason = found.text(++column);
    one.has_content = found.integer(++column) != 0;
    one.handing_in_since = time_if_any(found, ++column);
    return one;
}

lookups::lookups(sqlite::connection& file)
    : by_id_{file, select("WHERE id=?")},
      same_{
          file,
          select("WHERE certificate=? AND state IN ('bewaard','niet_bewaard') AND digest=? AND "
                 "form=?")},
      each_{
          file,
          "SELECT count(*),coalesce(sum(size),0) FROM quarantined WHERE certificate=? AND state "
          "IN ('bewaard','niet_bewaard')"},
      all_{file, "SELECT bytes FROM share"} {}

std::optional<quarantined> lookups::find(const model::message_id& id) {
    auto found = by_id_.query(sqlite::blob{id.view()});
    return found.next() ? std::optional{read_row(found)} : std::nullopt;
}

std::optional<quarantined> lookups::find_same(const quarantined& one) {
    auto found = same_.query(one.certificate.text(), sqlite::as_blob(one.digest), one.form);
    return found.next() ? std::optional{read_row(found)} : std::nullopt;
}

bool lookups::is_full(const quarantined& one, const hub::ports::quarantine_bounds& bounds) {
    auto share = each_.query(one.certificate.text());
    if (!share.next() || share.unsigned_integer(0) >= bounds.count_each ||
        share.unsigned_integer(1) + one.size > bounds.bytes_each) {
        return true;
    }
    auto total = all_.query();
    return !total.next() || total.unsigned_integer(0) + one.size > bounds.bytes_all;
}

}  // namespace adapters::embedded::quarantine
