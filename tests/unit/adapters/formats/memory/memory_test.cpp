// What a hostile body may cost: at most twice its size and a mebibyte of memory, every allocation
// counted, those of libraries too; and a number of allocations that its size bounds.
#include "adapters/formats/cloudevents/form.hpp"
#include "adapters/formats/json/decoder.hpp"
#include "adapters/formats/stuf/form.hpp"
#include "adapters/formats/zgw/form.hpp"
#include "adapters/http/multipart/multipart_reader.hpp"
#include "tests/unit/adapters/formats/memory/attacks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
// The compiler ships these without a header.
extern "C" int __sanitizer_install_malloc_and_free_hooks(
    void (*allocated)(const volatile void*, std::size_t),
    void (*released)(const volatile void*)
);
extern "C" std::size_t __sanitizer_get_allocated_size(const volatile void* place);
#endif

namespace tests::formats {
namespace {

struct cost {
    // The most that was held at once on top of what was held before.
    std::size_t bytes = 0;
    std::size_t allocations = 0;
};

#if defined(__SANITIZE_ADDRESS__)
// This test has one thread.
std::size_t held = 0;
cost counted;

void allocated(const volatile void* /*place*/, std::size_t size) {
    held += size;
    counted.bytes = std::max(counted.bytes, held);
    ++counted.allocations;
}

void released(const volatile void* place) {
    if (place != nullptr) {
        // What was there before counting began may go meanwhile.
        held -= std::min(held, __sanitizer_get_allocated_size(place));
    }
}

cost cost_of(const std::function<void()>& work) {
    static const int installed = __sanitizer_install_malloc_and_free_hooks(allocated, released);
    EXPECT_NE(installed, 0);
    held = 0;
    counted = {};
    work();
    return counted;
}
#else
cost cost_of(const std::function<void()>& work) {
    work();
    return {};
}
#endif

void expect_bounded(const attack& what, std::string_view form, const std::function<void()>& work) {
    // What a thread keeps between messages is there before.
    const auto cost = cost_of(work);
    const auto size = what.body.size();
    EXPECT_LE(cost.bytes, 2 * size + (1UL << 20U)) << form << ": " << what.name << ", " << size;
    EXPECT_LE(cost.allocations, what.allocations + size / 8)
        << form << ": " << what.name << ", " << size;
}

enum class expected { refusal, anything };

void expect_bounded(
    const hub::ports::message_form& form,
    std::string_view content_type,
    const attack& what,
    expected outcome = expected::refusal
) {
    hub::ports::carried_request asked;
    asked.content_type = content_type;
    asked.fields = {{"content-type", content_type}};
    for (const auto& [name, value] : what.fields) {
        asked.fields.emplace_back(name, value);
    }
    asked.body = what.body;
    bool taken = false;
    expect_bounded(what, content_type, [&] {
        const auto carried = form.read(asked);
        const auto& all = carried->messages();
        taken = !carried->refusal() && std::any_of(all.begin(), all.end(), [](const auto& one) {
            return one.decoded.has_value();
        });
    });
    if (outcome == expected::refusal) {
        EXPECT_FALSE(taken) << content_type << ": " << what.name;
    }
}

TEST(memory_of_a_refusal, is_bounded_for_stuf) {
    const auto form = adapters::formats::stuf::create_form({});
    for (const auto& one : xml_attacks()) {
        expect_bounded(*form, "text/xml; charset=utf-8", one);
        expect_bounded(*form, "application/soap+xml", one);
    }
}

// As it comes over a connection; what turns out to bring no document is read as a whole then.
void read_as_it_comes(
    const hub::ports::message_form& form,
    const hub::ports::carried_request& whole,
    std::size_t piece
) {
    auto head = whole;
    head.body = {};
    auto coming = form.arrive(head);
    bool goes_on = true;
    for (auto rest = whole.body; !rest.empty() && goes_on;
         rest.remove_prefix(std::min(piece, rest.size()))) {
        goes_on = coming->feed(rest.substr(0, piece)).has_value();
        EXPECT_LE(coming->take_content().size(), 2 * piece);
    }
    if (goes_on) {
        goes_on = coming->end().has_value();
    }
    const auto documents = coming->documents();
    if (documents > 0 && goes_on) {
        EXPECT_NE(coming->read({}), nullptr);
        return;
    }
    coming.reset();
    if (documents == 0) {
        EXPECT_NE(form.read(whole), nullptr);
    }
}

TEST(memory_of_a_refusal, is_bounded_for_stuf_that_is_read_as_it_comes) {
    const auto form = adapters::formats::stuf::create_form({});
    auto attacks = xml_attacks();
    for (auto& more : content_attacks()) {
        attacks.push_back(std::move(more));
    }
    for (const auto& one : attacks) {
        for (const auto* type : {"text/xml; charset=utf-8", "application/soap+xml"}) {
            hub::ports::carried_request whole;
            whole.content_type = type;
            whole.fields = {{"content-type", type}};
            whole.body = one.body;
            for (const std::size_t piece : {16'384UL, one.body.size()}) {
                expect_bounded(one, type, [&] { read_as_it_comes(*form, whole, piece); });
            }
        }
    }
}

TEST(memory_of_a_refusal, is_no_more_than_that_of_a_kennisgeving_full_of_what_nobody_knows) {
    std::ifstream file{PMM_SAMPLES "/stuf/pmm-zakLk01.xml"};
    const std::string sample{std::istreambuf_iterator<char>{file}, {}};
    adapters::formats::stuf::decoder_options options;
    options.addressees = {*hub::model::oin::parse("00000099200000001000")};
    const auto form = adapters::formats::stuf::create_form(options);
    const auto what = kennisgeving_with(sample, 1'900);
    expect_bounded(*form, "text/xml; charset=utf-8", what, expected::anything);
}

TEST(memory_of_a_refusal, is_bounded_for_our_own_form) {
    for (const auto type :
         {hub::model::message_type::aanmelding,
          hub::model::message_type::bericht,
          hub::model::message_type::signaal}) {
        const auto decoder = adapters::formats::json::create_decoder(type, {});
        for (const auto& one : json_attacks()) {
            expect_bounded(one, "json", [&] {
                EXPECT_FALSE(decoder->decode(one.body)) << one.name;
            });
        }
    }
}

TEST(memory_of_a_refusal, is_bounded_for_events_in_every_mode) {
    const auto form = adapters::formats::cloudevents::create_form({});
    for (const auto& one : json_attacks()) {
        expect_bounded(*form, "application/cloudevents+json", one);
        expect_bounded(*form, "application/cloudevents-batch+json", one);
        expect_bounded(*form, "application/json", with_event_headers(one));
    }
    for (const auto& one : event_attacks()) {
        expect_bounded(*form, "application/cloudevents+json", one);
        expect_bounded(*form, "application/cloudevents-batch+json", in_batch(one));
    }
    for (const auto& one : header_attacks()) {
        expect_bounded(*form, "application/json", one);
    }
    expect_bounded(*form, "application/cloudevents-batch+json", batch_of_faults());
}

TEST(memory_of_a_refusal, is_bounded_for_notifications) {
    const auto form = adapters::formats::zgw::create_form({});
    for (const auto& one : json_attacks()) {
        expect_bounded(*form, "application/json", one);
    }
}

TEST(memory_of_a_refusal, is_bounded_for_form_data_however_it_is_cut) {
    using adapters::http::multipart::multipart_reader;
    for (const auto& one : multipart_attacks()) {
        for (const std::size_t piece : {std::size_t{1'000}, one.body.size()}) {
            expect_bounded(one, "multipart", [&] {
                multipart_reader reader{"b", {}};
                std::string_view left = one.body;
                auto is = multipart_reader::progress::need_more;
                while (!left.empty() && is == multipart_reader::progress::need_more) {
                    reader.feed(left.substr(0, piece));
                    left.remove_prefix(std::min(piece, left.size()));
                    do {
                        is = reader.next().is;
                    } while (is == multipart_reader::progress::file_bytes);
                }
                EXPECT_NE(is, multipart_reader::progress::done) << one.name;
            });
        }
    }
}

}  // namespace
}  // namespace tests::formats
