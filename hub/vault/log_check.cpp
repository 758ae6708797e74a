#include "hub/vault/log_check.hpp"

#include <utility>

namespace hub::vault {
namespace {

log_fault fault_of(head_fault fault) {
    switch (fault) {
        case head_fault::malformed:
            return log_fault::head_malformed;
        case head_fault::unknown_seal:
            return log_fault::unknown_seal;
        case head_fault::signature:
            return log_fault::signature;
    }
    return log_fault::head_malformed;
}

}  // namespace

std::string_view explain(log_fault fault) noexcept {
    switch (fault) {
        case log_fault::head_malformed:
            return "Het hoofd is niet zoals de hub het schrijft.";
        case log_fault::unknown_seal:
            return "Het hoofd is ondertekend met een zegel dat niet bekend is.";
        case log_fault::signature:
            return "De handtekening onder het hoofd klopt niet.";
        case log_fault::other_environment:
            return "Het hoofd is van een andere omgeving.";
        case log_fault::other_log:
            return "Het hoofd is van een ander logboek.";
        case log_fault::beginning_missing:
            return "Het begin van het logboek ontbreekt.";
        case log_fault::commit_missing:
            return "Er ontbreekt een reeks.";
        case log_fault::chain_broken:
            return "Het hoofd noemt niet het hoofd dat ervoor staat: een van beide is vervangen.";
        case log_fault::size_differs:
            return "De omvang klopt niet met het aantal bladen.";
        case log_fault::time_went_back:
            return "De tijd van het hoofd ligt voor die van het vorige.";
        case log_fault::break_unrecorded:
            return "Een nieuwe incarnatie begint zonder breukregel of volgt niet op de vorige.";
        case log_fault::leaf_differs:
            return "De bladen zijn niet die van het hoofd: er ontbreekt er een, er is er een "
                   "vervangen of de volgorde is anders.";
        case log_fault::leaf_of_another_log:
            return "Een blad is van een ander logboek of een andere omgeving.";
        case log_fault::outside_head_invalid:
            return "Het bewaarde hoofd is niet van dit logboek of niet geldig ondertekend.";
        case log_fault::signed_again:
            return "Deze reeks is een tweede keer ondertekend.";
        case log_fault::forked:
            return "Deze reeks heeft hier een andere inhoud dan in het bewaarde hoofd: het "
                   "logboek is gesplitst.";
        case log_fault::truncated:
            return "Het logboek eindigt voor het bewaarde hoofd: het einde is afgekapt.";
        case log_fault::set_back:
            return "Een herstel ging terug tot voor het bewaarde hoofd; de reeksen daartussen "
                   "zijn verloren.";
    }
    return {};
}

log_checker::log_checker(log_check_options options, const seal_trust& trust)
    : options_{std::move(options)}, trust_{trust} {
    if (!options_.outside_head) {
        return;
    }
    auto outside = verify_head(*options_.outside_head, trust_);
    outside_invalid_ = outside.fault || outside.fields.log != options_.log;
    outside_ = std::move(outside.fields);
}

std::optional<log_finding> log_checker::next(const ports::log_batch& batch) {
    if (outside_invalid_) {
        return log_finding{log_fault::outside_head_invalid, 0};
    }
    const auto verdict = verify_head(batch.head, trust_);
    if (verdict.fault) {
        return log_finding{fault_of(*verdict.fault), batch.number};
    }
    const auto& head = verdict.fields;
    // The outside head first: it says more about a replaced commit than a broken chain does.
    auto fault = compare_outside(batch, head);
    if (!fault) {
        fault = check_chain(head);
    }
    if (!fault && batch.number != head.number) {
        fault = log_fault::commit_missing;
    }
    if (!fault && options_.leaves == ports::leaves::with) {
        fault = check_leaves(batch, head);
    }
    if (fault) {
        return log_finding{*fault, batch.number};
    }
    state_ = {head.incarnation, head.number, head.tree_size, hash_of_head(batch.head), head.time};
    first_ = false;
    return std::nullopt;
}

std::optional<log_finding> log_checker::finish() {
    if (outside_invalid_) {
        return log_finding{log_fault::outside_head_invalid, 0};
    }
    if (!outside_ || outside_seen_) {
        return std::nullopt;
    }
    const bool restored = state_.incarnation > outside_->incarnation;
    return log_finding{restored ? log_fault::set_back : log_fault::truncated, state_.number};
}

std::optional<log_fault> log_checker::check_chain(const head_fields& head) const {
    if (head.log.environment != options_.log.environment) {
        return log_fault::other_environment;
    }
    if (head.log.log_id != options_.log.log_id) {
        return log_fault::other_log;
    }
    if (head.number != state_.number + 1) {
        return first_ ? log_fault::beginning_missing : log_fault::commit_missing;
    }
    if (head.previous != state_.previous) {
        return log_fault::chain_broken;
    }
    if (head.tree_size != state_.tree_size + head.leaves) {
        return log_fault::size_differs;
    }
    if (head.time < state_.time) {
        return log_fault::time_went_back;
    }
    const auto step = head.incarnation - state_.incarnation;
    if (step > 1 || (step == 1 && first_)) {
        return log_fault::break_unrecorded;
    }
    return std::nullopt;
}

std::optional<log_fault>
log_checker::check_leaves(const ports::log_batch& batch, const head_fields& head) const {
    if (batch.leaves.size() != head.leaves || build_tree(batch.leaves).root != head.root) {
        return log_fault::leaf_differs;
    }
    for (const auto& leaf : batch.leaves) {
        const auto origin = read_leaf_origin(leaf);
        if (!origin || origin->log != options_.log) {
            return log_fault::leaf_of_another_log;
        }
    }
    if (head.incarnation != state_.incarnation &&
        (batch.leaves.empty() || read_leaf_origin(batch.leaves.front())->act != break_kind)) {
        return log_fault::break_unrecorded;
    }
    return std::nullopt;
}

std::optional<log_fault>
log_checker::compare_outside(const ports::log_batch& batch, const head_fields& head) {
    if (!outside_ || outside_->number != head.number || head.log != outside_->log) {
        return std::nullopt;
    }
    outside_seen_ = true;
    if (batch.head == *options_.outside_head) {
        return std::nullopt;
    }
    if (head.incarnation > outside_->incarnation) {
        return log_fault::set_back;
    }
    return head == *outside_ ? log_fault::signed_again : log_fault::forked;
}

std::optional<log_finding> verify_log(
    const log_check_options& options,
    std::span<const ports::log_batch> batches,
    const seal_trust& trust
) {
    log_checker checker{options, trust};
    for (const auto& batch : batches) {
        if (auto finding = checker.next(batch)) {
            return finding;
        }
    }
    return checker.finish();
}

}  // namespace hub::vault
