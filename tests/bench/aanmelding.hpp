// The requests of the load: the sample aanmelding, padded to its size, with an id, an own reference
// and a case of its own each time, about one of thousands of persons who do not exist.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tests::bench {

struct aanmelding_options {
    // schemas/samples/json/aanmelding.json.
    std::filesystem::path sample;
    std::string sender_oin;
    // Bytes of the body.
    std::size_t size = 2048;
    // Differs per run, so that ids never return.
    std::uint32_t run = 0;
};

class aanmelding_template {
public:
    // Throws when the sample is not as expected or too large.
    explicit aanmelding_template(const aanmelding_options& options);

    // Head and body; every number gives another message.
    [[nodiscard]] const std::string& request() const noexcept { return request_; }
    // Makes a request that was copied from request() the one with this number.
    void put_number(std::string& request, std::uint32_t number) const;

    // What the sender called the message with this number.
    [[nodiscard]] std::string id_of(std::uint32_t number) const;
    // The BSN of who it is about.
    [[nodiscard]] const std::string& person_of(std::uint32_t number) const;
    // The exact bytes that were sent as its body.
    [[nodiscard]] std::string body_of(std::uint32_t number) const;

private:
    std::uint32_t run_;
    std::string request_;
    std::size_t body_ = 0;
    // Where the digits of the number stand, and those of the person's BSN.
    std::vector<std::size_t> places_;
    std::size_t person_ = 0;
    std::vector<std::string> persons_;
};

}  // namespace tests::bench
