#include "hub/app/hubctl/show.hpp"

#include "hub/model/words.hpp"

#include <algorithm>
#include <chrono>
#include <iomanip>
#include <thread>

namespace hub::app::hubctl {

common_options as_organisation(common_options options) {
    if (options.as.empty()) {
        options.as = "gemeente-a";
    }
    return options;
}

common_options as_operator(common_options options) {
    if (options.as.empty()) {
        options.as = "operator";
    }
    return options;
}

const boost::json::array& items(const boost::json::value& from, std::string_view member) {
    static const boost::json::array none;
    const auto* object = from.if_object();
    const auto* value =
        object == nullptr ? nullptr : object->if_contains({member.data(), member.size()});
    const auto* array = value == nullptr ? nullptr : value->if_array();
    return array == nullptr ? none : *array;
}

namespace {

void show_step(std::ostream& out, const boost::json::value& step, const std::string& where) {
    out << "  " << text_of(step, "tijd") << "  " << std::left << std::setw(14)
        << text_of(step, "toestand") << (where.empty() ? "" : " bij " + where);
    if (const auto status = text_of(step, "casusStatus"); !status.empty()) {
        out << " (casus " << status << ")";
    }
    if (const auto reason = text_of(step, "reden"); !reason.empty()) {
        out << " [" << reason << "]";
    }
    out << "\n";
}

}  // namespace

void show_submission(std::ostream& out, const boost::json::value& submission) {
    out << text_of(submission, "soort") << " " << text_of(submission, "inzending") << ": "
        << text_of(submission, "toestand") << "\n";
    if (const auto casus = text_of(submission, "casusId"); !casus.empty()) {
        out << "  casus " << casus << "\n";
    }
    // The sender's view and the operators' name their steps differently.
    for (const auto& step : items(submission, "historie")) {
        show_step(out, step, text_of(step, "bestemming"));
    }
    for (const auto& step : items(submission, "stappen")) {
        show_step(out, step, text_of(step, "waar"));
    }
}

void show_messages(std::ostream& out, const boost::json::value& answer) {
    const auto& messages = items(answer, "berichten");
    for (const auto& message : messages) {
        out << text_of(message, "ontvangen") << "  " << std::left << std::setw(17)
            << text_of(message, "soort") << std::setw(15) << text_of(message, "toestand")
            << text_of(message, "afzender") << "  " << text_of(message, "inzending") << "\n";
    }
    if (messages.empty()) {
        out << "Geen berichten gevonden.\n";
    }
}

bool nothing_awaited(const boost::json::value& submission) {
    const auto& destinations = items(submission, "bestemmingen");
    return !destinations.empty() &&
           std::all_of(destinations.begin(), destinations.end(), [](const auto& destination) {
               const auto state = model::parse_state(text_of(destination, "toestand"));
               return state && model::is_final(*state);
           });
}

void wait_a_second() {
    std::this_thread::sleep_for(std::chrono::seconds{1});
}

}  // namespace hub::app::hubctl
