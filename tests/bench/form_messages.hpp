// The same load in each form that organisations speak: an aanmelding with an id, a case and a
// person of its own each time, as the form has it.
#pragma once

#include "tests/bench/aanmelding.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace tests::bench {

enum class form { json, cloudevents, zgw, stuf };

inline constexpr std::array<std::string_view, 4> form_names{"json", "cloudevents", "zgw", "stuf"};

struct form_options {
    // schemas/samples.
    std::filesystem::path samples;
    std::string sender_oin;
    // Differs per run, so that ids never return.
    std::uint32_t run = 0;
};

class form_messages {
public:
    // Throws when a sample is not as expected.
    form_messages(form which, const form_options& options);

    // Head and body; every number gives another message.
    [[nodiscard]] std::string request(std::uint32_t number) const;

    // What the form's standard answers to what was accepted.
    [[nodiscard]] int accepted_status() const noexcept;

    [[nodiscard]] form which() const noexcept { return which_; }

private:
    [[nodiscard]] std::string body(std::uint32_t number) const;
    // The content of our own form without what an event has in its attributes.
    [[nodiscard]] std::string event(std::uint32_t number) const;

    form which_;
    form_options options_;
    aanmelding_template own_;
    std::string sample_;
};

}  // namespace tests::bench
