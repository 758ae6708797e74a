#include "adapters/embedded/quarantine/writing.hpp"

#include <string>
#include <utility>

namespace adapters::embedded::quarantine {

using hub::ports::errc;
using hub::ports::quarantine_state;
using hub::ports::quarantined;
namespace model = hub::model;

namespace {

// A round of forgetting removes so many rows at most.
constexpr int most_forgotten = 1000;

}  // namespace

class writing_session final : public sqlite::session_of_operations<writing_session> {
public:
    explicit writing_session(sqlite::connection& file)
        : file_{file},
          known{file},
          insert{
              file,
              "INSERT INTO "
              "quarantined(id,certificate,form,code,words,places,digest,size,times,received_at,"
              "last_at,erase_at,state,key_version,iv,content) "
              "VALUES(?,?,?,?,?,?,?,?,1,?,?,?,?,?,?,?)"},
          again{file, "UPDATE quarantined SET times=times+1,last_at=? WHERE id=?"},
          grow{file, "UPDATE share SET bytes=bytes+?"},
          hand_in{file, "UPDATE quarantined SET handing_in_since=?,became=? WHERE id=?"},
          finish{
              file,
              "UPDATE quarantined SET state=?,ended_at=?,became=?,reason=?,handing_in_since=NULL "
              "WHERE id=?"},
          wipe{file, "UPDATE quarantined SET iv=NULL,content=NULL WHERE id=?"},
          announce{file, "UPDATE quarantined SET announced_at=?,erase_at=? WHERE id=?"},
          forget{
              file,
              "DELETE FROM quarantined WHERE sequence IN (SELECT sequence FROM quarantined WHERE "
              "ended_at<? AND content IS NULL LIMIT ?)"} {}

    [[nodiscard]] std::uint64_t last_row() const {
        return static_cast<std::uint64_t>(file_.last_row());
    }

private:
    sqlite::connection& file_;

public:
    lookups known;
    sqlite::statement insert;
    sqlite::statement again;
    sqlite::statement grow;
    sqlite::statement hand_in;
    sqlite::statement finish;
    sqlite::statement wipe;
    sqlite::statement announce;
    sqlite::statement forget;
};

add_operation::add_operation(
    quarantined wanted,
    model::sealed_part sealed,
    hub::ports::quarantine_bounds within
)
    : quarantine_operation{1024 + sealed.ciphertext.size()},
      one{std::move(wanted)},
      content{std::move(sealed)},
      bounds{within} {}

void add_operation::apply(writing_session& session) {
    if (auto earlier = session.known.find_same(one)) {
        earlier->times += 1;
        earlier->last_at = one.received_at;
        one = std::move(*earlier);
        session.again.run(model::to_microseconds(one.last_at), sqlite::blob{one.id.view()});
        return;
    }
    if (session.known.find(one.id)) {
        failure = errc::conflict;
        return;
    }
    if (session.known.is_full(one, bounds)) {
        failure = errc::too_large;
        return;
    }
    insert(session);
}

void add_operation::insert(writing_session& session) {
    one.has_content = one.state == quarantine_state::bewaard;
    const auto filled = [this](auto value) {
        return one.has_content ? std::optional{value} : std::nullopt;
    };
    session.insert.run(
        sqlite::blob{one.id.view()},
        one.certificate.text(),
        one.form,
        one.why.code,
        one.why.words,
        places_text(one.why.invalid_params),
        sqlite::as_blob(one.digest),
        one.size,
        model::to_microseconds(one.received_at),
        model::to_microseconds(one.received_at),
        model::to_microseconds(one.erase_at),
        hub::ports::to_string(one.state),
        content.key_version,
        filled(sqlite::as_blob(content.iv)),
        filled(sqlite::blob{content.ciphertext})
    );
    one.sequence = session.last_row();
    one.times = 1;
    one.last_at = one.received_at;
    if (one.has_content) {
        session.grow.run(one.size);
    }
}

end_operation::end_operation(model::message_id wanted, hub::ports::quarantine_ending ending)
    : quarantine_operation{256}, id{wanted}, how{std::move(ending)} {}

void end_operation::apply(writing_session& session) {
    const auto one = session.known.find(id);
    if (!one) {
        failure = errc::not_found;
        return;
    }
    const bool erases = how.state == quarantine_state::gewist;
    const bool may_end = one->state == quarantine_state::bewaard ||
                         (erases && one->state != quarantine_state::gewist);
    if (!may_end) {
        failure = errc::conflict;
        return;
    }
    const auto became = how.became ? how.became : one->became;
    session.finish.run(
        hub::ports::to_string(how.state),
        model::to_microseconds(how.at),
        became ? std::optional{sqlite::blob{became->view()}} : std::nullopt,
        how.reason.empty() ? one->reason : how.reason,
        sqlite::blob{id.view()}
    );
    if (one->has_content && (erases || how.state == quarantine_state::ingediend)) {
        session.wipe.run(sqlite::blob{id.view()});
        session.grow.run(-static_cast<std::int64_t>(one->size));
    }
}

hand_in_operation::hand_in_operation(
    model::message_id wanted,
    std::optional<hub::ports::handing_in> progress
)
    : quarantine_operation{64}, id{wanted}, how{progress} {}

void hand_in_operation::apply(writing_session& session) {
    const auto one = session.known.find(id);
    if (!one) {
        failure = errc::not_found;
        return;
    }
    if (one->state != quarantine_state::bewaard) {
        failure = errc::conflict;
        return;
    }
    const bool is_accepted = how && how->became;
    session.hand_in.run(
        how ? std::optional{model::to_microseconds(how->since)} : std::nullopt,
        is_accepted ? std::optional{sqlite::blob{how->became->view()}} : std::nullopt,
        sqlite::blob{id.view()}
    );
}

announce_operation::announce_operation(
    model::message_id wanted,
    model::timestamp when,
    model::timestamp erased_at
)
    : quarantine_operation{64}, id{wanted}, at{when}, erase_at{erased_at} {}

void announce_operation::apply(writing_session& session) {
    if (!session.known.find(id)) {
        failure = errc::not_found;
        return;
    }
    session.announce.run(
        model::to_microseconds(at), model::to_microseconds(erase_at), sqlite::blob{id.view()}
    );
}

forget_operation::forget_operation(model::timestamp until)
    : quarantine_operation{64}, before{until} {}

void forget_operation::apply(writing_session& session) {
    session.forget.run(model::to_microseconds(before), most_forgotten);
}

std::unique_ptr<sqlite::writer_session> open_session(sqlite::connection& file) {
    return std::make_unique<writing_session>(file);
}

}  // namespace adapters::embedded::quarantine
