#include "adapters/formats/stuf/arriving.hpp"

#include "adapters/formats/json/refusal.hpp"
#include "adapters/formats/stuf/answer.hpp"
#include "adapters/formats/stuf/carried_envelope.hpp"
#include "adapters/formats/stuf/xml_parser.hpp"
#include "adapters/formats/text/base64.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::formats::stuf {
namespace {

using hub::model::decision;
using hub::model::rejection;

constexpr std::size_t content_depth = 5;
// Without this name nothing of a body is a document: so much of it waits to be read as a whole,
// once, instead of twice.
constexpr std::string_view content_name = "inhoud";
constexpr std::size_t most_waiting = 262'144;

std::string_view charset_of(coding how) noexcept {
    return how == coding::latin1 ? "ISO-8859-1" : "";
}

rejection refuse_at(std::string place, std::string_view code, std::string_view words) {
    std::vector<hub::model::invalid_param> faults;
    faults.push_back({std::move(place), std::string{code}, std::string{words}});
    return json::refuse_faults(std::move(faults));
}

// The content of the object, or of the old and the new one.
bool is_content(const xml_element& one) {
    const std::string_view path = one.path;
    return one.depth == content_depth && path.find("/ZKN:edcLk01/ZKN:object") != path.npos &&
           (path.ends_with("/ZKN:object/ZKN:inhoud") || path.ends_with("/ZKN:object[2]/ZKN:inhoud")
           );
}

// Decodes content and remembers where it stood.
class content_taker final : public text_watcher {
public:
    bool takes(const std::vector<xml_element>& all) override {
        if (!is_content(all.back())) {
            return false;
        }
        path_ = all.back().path;
        name_ = all.back().bestandsnaam;
        return true;
    }
    void begin(std::uint64_t behind_start_tag) override {
        edges.push_back(behind_start_tag);
        reader_ = text::base64_reader{text::white_space::skipped};
        has_begun_ = false;
    }
    std::optional<rejection> add(std::string_view text) override {
        if (!has_begun_ && text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
            return std::nullopt;
        }
        if (!has_begun_) {
            has_begun_ = true;
            ++documents;
            // Of an old and a new one only the new one counts.
            decoded.clear();
            document_edge = edges.size() - 1;
            file_name = name_;
        }
        return reader_.feed(text, decoded) ? std::nullopt : std::optional{no_base64()};
    }
    std::optional<rejection> end(std::uint64_t at_end_tag) override {
        edges.push_back(at_end_tag);
        return reader_.finish() ? std::nullopt : std::optional{no_base64()};
    }
    rejection interrupted() const override { return no_base64(); }

    // Where content begins and ends by turns, from the beginning of the whole.
    std::vector<std::uint64_t> edges;
    std::size_t documents = 0;
    // Which edge the last document begins at.
    std::size_t document_edge = 0;
    std::string file_name;
    std::string decoded;

private:
    rejection no_base64() const {
        return refuse_at(path_, "ongeldig_base64", "De inhoud is geen base64 (RFC 4648).");
    }

    std::string path_;
    std::string name_;
    bool has_begun_ = false;
    text::base64_reader reader_{text::white_space::skipped};
};

// The raw bytes outside of content. Those that the parser has not understood yet may hold an edge.
class surroundings {
public:
    void
    add(std::string_view bytes, const std::vector<std::uint64_t>& edges, std::uint64_t understood) {
        unsorted_.append(bytes);
        while (seen_ < edges.size()) {
            take_until(edges[seen_]);
            if (++seen_ % 2 == 1) {
                starts_.push_back(text_.size());
            }
        }
        // Within content an end tag may have begun; outside a start tag belongs here anyway.
        const bool within = seen_ % 2 == 1;
        take_until(within ? understood : sorted_ + unsorted_.size());
    }

    [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
    // With this in the place where content began at an edge.
    [[nodiscard]] std::string with(std::string_view note, std::size_t edge) const {
        auto result = text_;
        return result.insert(starts_.at(edge / 2), note);
    }

private:
    void take_until(std::uint64_t place) {
        const auto count =
            place < sorted_ ? 0 : std::min<std::uint64_t>(place - sorted_, unsorted_.size());
        if (seen_ % 2 == 0) {
            text_.append(unsorted_, 0, count);
        }
        unsorted_.erase(0, count);
        sorted_ += count;
    }

    std::string text_;
    // Where in it content began.
    std::vector<std::size_t> starts_;
    std::string unsorted_;
    std::uint64_t sorted_ = 0;
    std::size_t seen_ = 0;
};

class arriving_envelope final : public hub::ports::arriving_request {
public:
    explicit arriving_envelope(arriving_parts parts)
        : parts_{std::move(parts)},
          parser_{charset_of(parts_.how), parts_.options.limits, &taker_} {}

    decision<void> feed(std::string_view piece) override {
        while (!piece.empty()) {
            const auto taken = piece.substr(0, parts_.block_bytes - block_.size());
            block_.append(taken);
            piece.remove_prefix(taken.size());
            auto said = block_.size() < parts_.block_bytes ? decision<void>{} : parse_block();
            if (!said) {
                return said;
            }
        }
        return {};
    }

    decision<void> end() override {
        auto said = parse_block();
        if (!said || !reads_) {
            return said;
        }
        if (auto why = parser_.finish()) {
            return std::move(*why);
        }
        around_.add({}, taker_.edges, parser_.understood());
        return {};
    }

    std::size_t documents() const noexcept override { return taker_.documents; }
    std::optional<hub::model::oin> on_behalf_of() const override { return sender_; }
    std::string file_name() const override { return taker_.file_name; }
    std::string take_content() override { return std::exchange(taker_.decoded, {}); }

    std::unique_ptr<hub::ports::carried_messages> read(const hub::ports::passed_document& within
    ) override {
        auto text = around_.with(write_note(within), taker_.document_edge);
        auto options = parts_.options;
        options.documents = document_place::apart;
        // A note is longer than nothing, and what is around it was measured.
        options.limits.bytes = text.size();
        auto opened = open_envelope(text, charset_of(parts_.how), options.limits);
        auto decoded = decode_envelope(opened, options);
        hub::ports::carried_message one{
            &parts_.apart, parts_.media_type, std::move(text), std::move(decoded), {}};
        return carry(std::move(opened), std::move(one));
    }

    const hub::ports::decoder& whole_decoder() const noexcept override { return parts_.whole; }

    hub::ports::form_answer refuse(const rejection& why, const hub::ports::answering_facts& facts)
        const override {
        auto asked = head_ ? *head_ : envelope{};
        if (!head_ && parts_.media_type == "application/soap+xml") {
            asked.version = soap::v1_2;
        }
        return write_fault(asked, why, facts);
    }

private:
    // What waits is read from its beginning as soon as a document may be within it.
    std::string next_text() {
        auto block = std::exchange(block_, {});
        if (reads_) {
            return block;
        }
        const auto from = waiting_.size() - std::min(waiting_.size(), content_name.size() - 1);
        waiting_ += block;
        reads_ = waiting_.size() > most_waiting ||
                 waiting_.find(content_name, from) != std::string::npos;
        return reads_ ? std::exchange(waiting_, {}) : std::string{};
    }

    decision<void> parse_block() {
        const auto text = next_text();
        for (std::string_view rest = text; !rest.empty();) {
            const auto block = rest.substr(0, parts_.block_bytes);
            rest.remove_prefix(block.size());
            auto said = parse(block);
            if (!said) {
                return said;
            }
        }
        return {};
    }

    decision<void> parse(std::string_view block) {
        if (auto why = parser_.feed(block)) {
            open_head();
            return std::move(*why);
        }
        around_.add(block, taker_.edges, parser_.understood());
        if (around_.size() > parts_.options.limits.bytes) {
            rejection why;
            why.code = "te_groot";
            why.words = "Buiten de inhoud van het document is het bericht groter dan 1 MiB.";
            return why;
        }
        if (taker_.documents > 0 && !head_) {
            return open_head();
        }
        return {};
    }

    // Whose document it is must be known before anything of it is sealed.
    decision<void> open_head() {
        if (taker_.documents == 0 || head_) {
            return {};
        }
        head_ = open_elements(parser_.elements());
        head_->elements.clear();
        if (!head_->not_understood.empty()) {
            return *head_->refusal;
        }
        const auto& organisation = head_->head.zender.organisatie;
        sender_ = hub::model::oin::parse(organisation);
        if (organisation.empty()) {
            return refuse_at(
                head_->path + "/ZKN:stuurgegevens",
                "verplicht",
                "De stuurgegevens met de zender horen voor het object te staan."
            );
        }
        return {};
    }

    arriving_parts parts_;
    content_taker taker_;
    xml_parser parser_;
    surroundings around_;
    std::string block_;
    std::string waiting_;
    bool reads_ = false;
    std::optional<envelope> head_;
    std::optional<hub::model::oin> sender_;
};

}  // namespace

std::unique_ptr<hub::ports::arriving_request> create_arriving(arriving_parts parts) {
    return std::make_unique<arriving_envelope>(std::move(parts));
}

}  // namespace adapters::formats::stuf
