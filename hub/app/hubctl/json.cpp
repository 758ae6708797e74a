// Boost.JSON's compiled part, once for the program.
#include <boost/json/src.hpp>
