<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The newest messages, as a guest would see them. */
final class OutboxPage
{
    /**
     * @param list<array<string, mixed>> $messages rows of Overview::newestMessages()
     * @param int $count of all messages
     */
    public static function html(array $messages, int $count, string $origin): string
    {
        $list = implode("\n", array_map(static fn (array $message): string => self::message($message, $origin), $messages));
        return Pages::listing('messages', $list, count($messages), $count, '/outbox', 'Nothing has been sent yet.');
    }

    /** @param array<string, mixed> $message */
    private static function message(array $message, string $origin): string
    {
        $isSms = $message['channel'] === 'SMS';
        $language = Language::ofRequest(Json::object(Json::text($message['fields'])));
        $recipient = Html::text(Json::text($message['recipient']));
        $link = Html::text("$origin/form/" . Json::text($message['link']));
        $status = Json::text($message['status']);
        $subject = $isSms ? '' : '<p class="subject">' . Html::text(Json::text($message['subject'])) . '</p>';
        $heading = $isSms ? 'Text message to <bdi dir="ltr">' . $recipient . '</bdi>' : "E-mail to <bdi>$recipient</bdi>";
        return "<article><header><h2>$heading</h2><p class=\"meta\">" . Html::time(Overview::time($message['time'])) . ' '
            . "<span class=\"status $status\">$status</span></p></header>\n"
            . '<div class="message ' . ($isSms ? 'sms' : 'email') . "\" {$language->attributes()}>$subject"
            . Html::paragraph(Json::text($message['text']))
            . "<p dir=\"ltr\"><a href=\"$link\">$link</a></p></div></article>";
    }
}
