#include "adapters/formats/stuf/carried_envelope.hpp"

#include "adapters/formats/stuf/answer.hpp"
#include "adapters/formats/stuf/question.hpp"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace adapters::formats::stuf {
namespace {

using hub::model::rejection;
using hub::ports::carried_message;
using hub::ports::form_answer;
using hub::ports::message_outcome;

class carried_envelope final : public hub::ports::carried_messages {
public:
    std::vector<carried_message>& messages() noexcept override { return messages_; }
    std::optional<rejection> refusal() const override { return refusal_; }

    std::optional<form_answer> answer(
        const std::vector<message_outcome>& outcomes,
        const hub::ports::answering_facts& facts
    ) const override {
        const auto& outcome = outcomes.at(0);
        if (const auto* refused = std::get_if<hub::ports::refused_message>(&outcome)) {
            // Who speaks no XML here gets our own words.
            return refusal_ ? std::nullopt
                            : std::optional{write_fault(envelope_, refused->why, facts)};
        }
        const auto* accepted = std::get_if<hub::ports::accepted_message>(&outcome);
        return write_received(
            envelope_,
            facts,
            accepted != nullptr ? accepted->id.to_string() : std::string{facts.correlation_id}
        );
    }

    std::optional<hub::model::decision<hub::ports::case_question>> question() const override {
        return question_;
    }
    form_answer answer_question(
        const hub::ports::known_case& known,
        const hub::ports::answering_facts& facts
    ) const override {
        return write_case(envelope_, (*question_)->reference, known, facts);
    }

    void ask(envelope opened, hub::model::decision<hub::ports::case_question> asked) {
        envelope_ = std::move(opened);
        envelope_.elements.clear();
        question_.emplace(std::move(asked));
    }

    void refuse(rejection why) { refusal_ = std::move(why); }

    void add(envelope opened, carried_message one) {
        envelope_ = std::move(opened);
        // Only what an answer needs is kept beside the message.
        envelope_.elements.clear();
        messages_.push_back(std::move(one));
    }

private:
    envelope envelope_;
    std::vector<carried_message> messages_;
    std::optional<hub::model::decision<hub::ports::case_question>> question_;
    std::optional<rejection> refusal_;
};

}  // namespace

std::unique_ptr<hub::ports::carried_messages> carry(envelope opened, carried_message one) {
    auto result = std::make_unique<carried_envelope>();
    result->add(std::move(opened), std::move(one));
    return result;
}

std::unique_ptr<hub::ports::carried_messages>
carry_question(envelope opened, hub::model::decision<hub::ports::case_question> asked) {
    auto result = std::make_unique<carried_envelope>();
    result->ask(std::move(opened), std::move(asked));
    return result;
}

std::unique_ptr<hub::ports::carried_messages> carry_nothing(rejection why) {
    auto result = std::make_unique<carried_envelope>();
    result->refuse(std::move(why));
    return result;
}

}  // namespace adapters::formats::stuf
