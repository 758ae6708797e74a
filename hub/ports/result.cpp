#include "hub/ports/result.hpp"

#include <string>

namespace hub::ports {
namespace {

class category final : public boost::system::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "hub.ports"; }

    [[nodiscard]] std::string message(int value) const override {
        switch (static_cast<errc>(value)) {
            case errc::retry:
                return "not done, may be tried again";
            case errc::unknown:
                return "may have been stored";
            case errc::not_found:
                return "not found";
            case errc::erased:
                return "erased";
            case errc::conflict:
                return "changed meanwhile";
            case errc::too_large:
                return "too large";
            case errc::refused:
                return "refused by the broker";
            case errc::position_lost:
                return "consumer position outside the log";
            case errc::not_authentic:
                return "not authentic";
            case errc::closed:
                return "closed";
        }
        return "unknown error";
    }
};

}  // namespace

const boost::system::error_category& error_category() noexcept {
    static const category instance;
    return instance;
}

boost::system::error_code make_error_code(errc value) noexcept {
    return {static_cast<int>(value), error_category()};
}

}  // namespace hub::ports
