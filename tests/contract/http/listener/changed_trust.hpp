// A fixture with a copy of the PKI's public part, in which a test may change what is believed.
#pragma once

#include "tests/contract/http/listener/listener_room.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace tests::contract::http {

class changed_trust : public testing::Test {
protected:
    changed_trust() {
        for (const auto* const folder :
             {"client-roots", "client-intermediates", "operator-roots", "crl"}) {
            std::filesystem::copy(pki() / folder, copy.path() / folder);
        }
        options.client_roots = copy.path() / "client-roots";
        options.client_intermediates = copy.path() / "client-intermediates";
        options.operator_roots = copy.path() / "operator-roots";
        options.crl = copy.path() / "crl";
    }

    listening::trust_load load_after(const listener_room& room) {
        return listening::load_trust(options, room.believed.get(), room.clock.now());
    }

    tests::support::temporary_directory copy;
    listening::trust_options options = believing_pki();
};

}  // namespace tests::contract::http
