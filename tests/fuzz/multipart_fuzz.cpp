// Any bytes as a multipart body, in pieces of a size that the bytes choose: however it is cut, the
// same comes out, and nothing of a file stays behind in the reader.
#include "adapters/http/multipart/disposition.hpp"
#include "adapters/http/multipart/multipart_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace adapters::http::multipart;
using progress = multipart_reader::progress;

struct outcome {
    progress last = progress::need_more;
    std::string bytes;

    bool operator==(const outcome&) const = default;
};

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

outcome read(std::string_view body, std::size_t piece) {
    multipart_reader reader{"b", {}};
    outcome result;
    const auto all = body.size();
    while (!body.empty() && result.last == progress::need_more) {
        const auto some = body.substr(0, piece);
        body.remove_prefix(some.size());
        reader.feed(some);
        auto step = reader.next();
        while (step.is == progress::file_bytes) {
            demand(!step.bytes.empty());
            result.bytes += step.bytes;
            step = reader.next();
        }
        result.last = step.is;
    }
    demand(result.bytes.size() <= all);
    demand(result.last != progress::done || reader.has_file());
    demand(reader.file_name().size() <= 255);
    return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto first = bytes.substr(0, bytes.find('\n'));
    const auto boundary = boundary_of(first);
    demand(!boundary || (!boundary->empty() && boundary->size() <= 70));
    const auto disposition = parse_disposition(first);
    demand(!disposition || disposition->file_name.value_or("").find('/') == std::string::npos);
    const auto whole = read(bytes, std::max<std::size_t>(size, 1));
    const auto cut = read(bytes, size == 0 ? 1 : 1 + data[0] % 17U);
    // What is too large is found sooner or later, depending on the pieces.
    demand(whole.last != progress::done || cut == whole);
    return 0;
}
