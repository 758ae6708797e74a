#include "hub/model/rejection.hpp"

#include <stdexcept>

namespace hub::model {

void throw_exception_from_error(const rejection& why, const boost::source_location&) {
    throw std::logic_error{"value of a refused decision: " + why.code};
}

}  // namespace hub::model
