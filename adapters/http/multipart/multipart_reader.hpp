// Reads multipart/form-data (RFC 7578) as it comes, piece by piece, and holds nothing of a file.
#pragma once

#include "hub/model/rejection.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::http::multipart {

// The boundary of a Content-Type; nothing when it is not multipart/form-data with a boundary as
// RFC 2046 has it.
[[nodiscard]] std::optional<std::string> boundary_of(std::string_view content_type);

struct reader_limits {
    std::size_t preamble_bytes = 1'024;
    // All header lines of one part.
    std::size_t header_bytes = 4'096;
    // Parts that are no file.
    std::size_t field_bytes = 4'096;
    std::size_t parts = 8;
};

// One file per request; other parts are passed over. Pure, and not thread-safe.
class multipart_reader {
public:
    multipart_reader(std::string boundary, reader_limits limits);

    // What of the file stood in the piece; points into this reader or the piece, until the next
    // call. Call again with nothing until it is no more.
    enum class progress { need_more, file_bytes, done, failed };
    struct step {
        progress is = progress::need_more;
        std::string_view bytes{};
    };
    void feed(std::string_view piece);
    [[nodiscard]] step next();

    // Code multipart_ongeldig; after failed, and when the body ended before it was done.
    [[nodiscard]] hub::model::rejection refusal() const;

    [[nodiscard]] bool has_file() const noexcept { return has_file_; }
    // As the part's header has them; without a path.
    [[nodiscard]] const std::string& file_name() const noexcept { return file_name_; }
    [[nodiscard]] const std::string& file_type() const noexcept { return file_type_; }

private:
    enum class place { preamble, after_boundary, headers, field, file, epilogue, broken };

    [[nodiscard]] step fail(std::string_view why);
    // Each takes what it can from the buffer; nothing means that it goes on elsewhere.
    [[nodiscard]] std::optional<step> find_first();
    [[nodiscard]] std::optional<step> after_boundary();
    [[nodiscard]] std::optional<step> read_headers();
    [[nodiscard]] std::optional<step> read_content();
    [[nodiscard]] bool take_headers(std::string_view lines);
    [[nodiscard]] bool take_disposition(std::string_view value);
    void drop(std::size_t bytes) { taken_ += bytes; }
    [[nodiscard]] std::string_view rest() const noexcept {
        return std::string_view{buffer_}.substr(taken_);
    }

    // With the line end and the two dashes before it.
    std::string delimiter_;
    reader_limits limits_;
    std::string buffer_;
    std::size_t taken_ = 0;
    place place_ = place::preamble;
    std::size_t parts_ = 0;
    std::size_t field_ = 0;
    bool part_is_file_ = false;
    bool has_file_ = false;
    std::string file_name_;
    std::string file_type_;
    std::string_view why_;
};

}  // namespace adapters::http::multipart
