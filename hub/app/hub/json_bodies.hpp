// The hub's own JSON behind the seams of the HTTP resources: small request bodies and message
// content.
#pragma once

#include "adapters/http/api/request_bodies.hpp"
#include "adapters/http/console/parts.hpp"

namespace hub::app {

class json_bodies final : public adapters::http::api::request_bodies {
public:
    [[nodiscard]] model::decision<adapters::http::api::claim_body> claim(std::string_view bytes
    ) const override;
    [[nodiscard]] model::decision<delivery::refusal> refusal(std::string_view bytes) const override;
    [[nodiscard]] model::decision<instruments::register_::register_query> register_search(
        std::string_view bytes
    ) const override;
    [[nodiscard]] model::decision<void> nothing(std::string_view bytes) const override;
};

class json_operator_bodies final : public adapters::http::console::request_bodies {
public:
    [[nodiscard]] model::decision<adapters::http::console::reference_search_body> reference_search(
        std::string_view bytes
    ) const override;
    [[nodiscard]] model::decision<adapters::http::console::replay_body> replay(
        std::string_view bytes
    ) const override;
    [[nodiscard]] model::decision<adapters::http::console::closing_body> closing(
        std::string_view bytes
    ) const override;
    [[nodiscard]] model::decision<inzage::wish> inzage(std::string_view bytes) const override;
};

}  // namespace hub::app
