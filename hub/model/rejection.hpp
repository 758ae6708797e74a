// Why a message or a request is refused: a stable code, plain words, and every place that is wrong.
#pragma once

#include <boost/system/result.hpp>

#include <compare>
#include <string>
#include <vector>

namespace hub::model {

// One thing that is wrong in the input. Its name holds schema-known parts and indices only ('*' for
// an unknown field).
struct invalid_param {
    // JSON pointer (RFC 6901), or XPath for XML.
    std::string name;
    // Stable, machine-readable: see hub/docs/foutcodes.md.
    std::string code;
    // Plain Dutch words; never a value from the input.
    std::string reason;

    auto operator<=>(const invalid_param&) const = default;
};

// How final a refusal is; the three answers are never mixed.
enum class finality {
    // The sender's fault; sending the same again gives the same answer.
    rejected,
    // Ours and passing; nothing was stored, the same may be sent again.
    retry,
    // It may have been stored; sending the same again is safe and tells.
    unknown,
};

// Whose a refused message's content is that was sealed as it passed.
enum class passed_content { the_callers, the_quarantines };

struct rejection {
    finality kind = finality::rejected;
    // Stable, machine-readable: see hub/docs/foutcodes.md.
    std::string code;
    // Plain Dutch words; never a value from the input.
    std::string words;
    std::vector<invalid_param> invalid_params;
    passed_content passed = passed_content::the_callers;
};

// A value, or why there is none.
template <class T>
using decision = boost::system::result<T, rejection>;

// Lets decision<T>::value() throw on a broken invariant; ordinary code asks has_value() first.
[[noreturn]] void
throw_exception_from_error(const rejection& why, const boost::source_location& where);

}  // namespace hub::model
