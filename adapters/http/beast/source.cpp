// The separately compiled parts of Asio's TLS and of Beast, once for the whole program.
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
