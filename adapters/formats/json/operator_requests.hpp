// The small bodies of the operators' API, read with tables like those of messages.
#pragma once

#include "hub/model/rejection.hpp"

#include <string>
#include <string_view>

namespace adapters::formats::json {

// POST /api/berichten/_zoek: by a sender's own reference, which never stands in a URL.
struct kenmerk_request {
    std::string afzender;
    std::string kenmerk;
};

enum class uitvoering { echt, proef };

// POST /api/geparkeerd/{consumer}/{id}/herhalingen
struct herhaling_request {
    uitvoering hoe = uitvoering::echt;
};

enum class afloop { afgesloten, teruggestuurd };

// POST /api/geparkeerd/{consumer}/{id}/sluitingen
struct sluiting_request {
    afloop als = afloop::afgesloten;
    // Stable word, without personal data.
    std::string reden;
    uitvoering hoe = uitvoering::echt;
};

enum class inzage_soort { bericht, quarantaine };
enum class inzage_deel { origineel, canoniek, bijlage };

// POST /api/inzagen: content that an operator asks to see.
struct inzage_request {
    inzage_soort soort = inzage_soort::bericht;
    std::string id;
    inzage_deel deel = inzage_deel::origineel;
    std::string bijlage;
    std::string reden;
    std::string kenmerk;
};

[[nodiscard]] hub::model::decision<kenmerk_request> decode_kenmerk(std::string_view bytes);
// A body without bytes is an empty object.
[[nodiscard]] hub::model::decision<herhaling_request> decode_herhaling(std::string_view bytes);
[[nodiscard]] hub::model::decision<sluiting_request> decode_sluiting(std::string_view bytes);
[[nodiscard]] hub::model::decision<inzage_request> decode_inzage(std::string_view bytes);

}  // namespace adapters::formats::json
