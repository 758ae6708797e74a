#include "adapters/embedded/ledger/log_table.hpp"

#include "adapters/embedded/ledger/frames.hpp"

#include <algorithm>
#include <utility>

namespace adapters::embedded::ledger {

using hub::model::from_microseconds;
using hub::model::to_microseconds;

namespace {

std::string_view view_of(const hub::model::hash& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

hub::model::hash hash_of(std::string_view bytes) {
    hub::model::hash hash{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
    return hash;
}

hub::vault::log_state last_state(sqlite::connection& file) {
    sqlite::statement last{
        file,
        "SELECT number,incarnation,at,tree_size,hash FROM log_commit ORDER BY number DESC LIMIT 1"};
    hub::vault::log_state state;
    auto found = last.query();
    if (found.next()) {
        state.number = found.unsigned_integer(0);
        state.incarnation = found.unsigned_integer(1);
        state.time = from_microseconds(found.integer(2));
        state.tree_size = found.unsigned_integer(3);
        state.previous = hash_of(found.bytes(4));
    }
    return state;
}

}  // namespace

std::optional<std::uint64_t> incarnation_of(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) {
        return std::nullopt;
    }
    sqlite::connection connection{{.path = file}};
    if (connection.number("SELECT count(*) FROM sqlite_schema WHERE name='log_commit'") == 0) {
        return std::nullopt;
    }
    const auto state = last_state(connection);
    return state.number > 0 ? std::optional{state.incarnation} : std::nullopt;
}

log_writer::log_writer(sqlite::connection& file, const log_context& context)
    : context_{context},
      insert_{
          file,
          "INSERT INTO "
          "log_commit(number,incarnation,at,tree_size,hash,head,leaf_count,leaves,paths)"
          " VALUES(?,?,?,?,?,?,?,?,?)"},
      state_{last_state(file)} {
    if (state_.number > 0 && context_.leaving_incarnation == state_.incarnation) {
        break_ = hub::vault::break_record(state_);
        state_ = hub::vault::next_incarnation(state_);
    }
}

std::uint32_t log_writer::add(std::string leaf) {
    if (break_ && leaves_.empty()) {
        leaves_.push_back(hub::vault::act_leaf(context_.identity, *break_, context_.clock.now()));
    }
    leaves_.push_back(std::move(leaf));
    return static_cast<std::uint32_t>(leaves_.size() - 1);
}

std::uint32_t log_writer::add_act(const hub::ports::audit_act& act) {
    return add(hub::vault::act_leaf(context_.identity, act, context_.clock.now()));
}

hub::ports::result<void> log_writer::seal() {
    if (leaves_.empty()) {
        return {};
    }
    auto sealed = hub::vault::seal_commit(
        context_.identity, state_, leaves_, context_.clock.now(), context_.signer
    );
    if (sealed.has_error()) {
        return sealed.error();
    }
    sealed_ = std::move(*sealed);
    leaves_blob_.clear();
    paths_blob_.clear();
    std::string path;
    for (std::size_t index = 0; index < leaves_.size(); ++index) {
        append_frame(leaves_blob_, leaves_[index]);
        path.clear();
        for (const auto& sibling : sealed_->places[index].path) {
            path.append(view_of(sibling));
        }
        append_frame(paths_blob_, path);
    }
    const auto& next = sealed_->next;
    insert_.run(
        next.number,
        next.incarnation,
        to_microseconds(next.time),
        next.tree_size,
        sqlite::as_blob(next.previous),
        std::string_view{sealed_->head},
        leaves_.size(),
        sqlite::blob{leaves_blob_},
        sqlite::blob{paths_blob_}
    );
    return {};
}

void log_writer::committed() {
    if (sealed_) {
        state_ = sealed_->next;
        break_.reset();
    }
    abandoned();
}

void log_writer::abandoned() {
    sealed_.reset();
    leaves_.clear();
}

stored_commit::stored_commit(std::string head, std::string leaves, std::string paths)
    : head_{std::move(head)},
      leaves_blob_{std::move(leaves)},
      paths_blob_{std::move(paths)},
      leaves_{frames_of(leaves_blob_)},
      paths_{frames_of(paths_blob_)} {}

std::string_view stored_commit::leaf(std::uint32_t index) const noexcept {
    return index < leaves_.size() ? leaves_[index] : std::string_view{};
}

hub::model::inclusion stored_commit::place(std::uint32_t index) const {
    hub::model::inclusion place;
    if (index < paths_.size()) {
        place.index = index;
        place.leaves = static_cast<std::uint32_t>(leaves_.size());
        const auto path = paths_[index];
        for (std::size_t at = 0; at < path.size(); at += sizeof(hub::model::hash)) {
            place.path.push_back(hash_of(path.substr(at)));
        }
    }
    return place;
}

log_reader::log_reader(sqlite::connection& file)
    : batches_{file, "SELECT number,head,leaves FROM log_commit WHERE number>=? ORDER BY number LIMIT ?"},
      heads_{file, "SELECT number,head FROM log_commit WHERE number>=? ORDER BY number LIMIT ?"},
      one_{file, "SELECT head,leaves,paths FROM log_commit WHERE number=?"} {}

std::vector<hub::ports::log_batch>
log_reader::read(std::uint64_t from_number, std::size_t limit, hub::ports::leaves what) {
    const bool with_leaves = what == hub::ports::leaves::with;
    std::vector<hub::ports::log_batch> batches;
    std::size_t leaf_bytes = 0;
    auto found = (with_leaves ? batches_ : heads_).query(from_number, limit);
    while (leaf_bytes < most_leaf_bytes && found.next()) {
        hub::ports::log_batch batch{found.unsigned_integer(0), found.text(1), {}};
        if (with_leaves) {
            leaf_bytes += found.bytes(2).size();
            const auto leaves = frames_of(found.bytes(2));
            batch.leaves.assign(leaves.begin(), leaves.end());
        }
        batches.push_back(std::move(batch));
    }
    return batches;
}

std::unique_ptr<stored_commit> log_reader::find(std::uint64_t number) {
    auto found = one_.query(number);
    if (!found.next()) {
        return nullptr;
    }
    return std::make_unique<stored_commit>(found.text(0), found.text(1), found.text(2));
}

}  // namespace adapters::embedded::ledger
