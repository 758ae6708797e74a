#include "adapters/http/console/page.hpp"

#include "adapters/http/console/page_text.hpp"

namespace adapters::http::console {
namespace {

constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

}  // namespace

boost::asio::awaitable<exchange::response> show_page(exchange::request asked) {
    exchange::response result;
    if (asked.path == page_paths[1]) {
        result.content_type = "text/css; charset=utf-8";
        result.body = pmm_css;
    } else if (asked.path == page_paths[2]) {
        result.content_type = "text/javascript; charset=utf-8";
        result.body = pmm_js;
    } else {
        result.content_type = "text/html; charset=utf-8";
        result.body = pmm_html;
        result.headers.emplace_back("Content-Security-Policy", policy);
        result.headers.emplace_back("Referrer-Policy", "no-referrer");
    }
    co_return result;
}

}  // namespace adapters::http::console
