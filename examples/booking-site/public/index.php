<?php
// SPDX-License-Identifier: BSD-3-Clause
/* The agent's desk: GET shows a page; POST acts and then redirects to a page, so that "reload" never acts again. */
declare(strict_types=1);

namespace BookingSite;

use Cotp\Ledger\Ledger;
use Throwable;

require dirname(__DIR__) . '/src/autoload.php';

/** Sends the security headers: scripts, styles and images only from this site, no frames. */
function secure(): void
{
    header("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        . "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    header('X-Content-Type-Options: nosniff');
    header('X-Frame-Options: DENY');
    header('Referrer-Policy: no-referrer');
    header('Cross-Origin-Opener-Policy: same-origin');
    header('Cache-Control: no-store');
    header_remove('X-Powered-By');
}

function fail(int $status, string $text): never
{
    http_response_code($status);
    echo Html::frame($text, '<h1>' . Html::text($text) . '</h1><p><a href="/">Back to the bookings</a></p>');
    exit;
}

function redirect(string $path, string $notice): never
{
    header("Location: $path?notice=$notice", true, 303);
    exit;
}

/** Shows the form again, with what was typed. Nothing was done, so "reload" does nothing either. */
function refuse(ListPage|BookingPage $page, Entry $entry): never
{
    http_response_code(422);
    echo $page->html('', $entry);
    exit;
}

/** @param list<string> $parts of the path */
function show(array $parts, Bookings $bookings, Ledger $ledger): void
{
    $isLive = end($parts) === 'live';
    $booking = $parts[0] === 'bookings' && count($parts) === 2 + (int) $isLive ? bookingOf($parts[1], $bookings) : null;
    $page = match (true) {
        $parts === [''], $parts === ['live'] => new ListPage($bookings, $ledger, Session::csrfToken(), $_GET),
        $booking !== null => new BookingPage($booking, $bookings, $ledger, Session::csrfToken()),
        default => fail(404, 'Page not found'),
    };
    $isLive ? $page->live()->send() : print $page->html(is_string($_GET['notice'] ?? null) ? $_GET['notice'] : '');
}

/** @param list<string> $parts of the path */
function act(array $parts, Bookings $bookings, Ledger $ledger): never
{
    Session::isOwnForm() || fail(403, 'This form has expired. Please go back and try again');
    $desk = new Desk($bookings, $ledger);
    if ($parts === ['bookings']) {
        $entry = Entry::read($_POST, Entry::BOOKING);
        $entry->errors === [] || refuse(new ListPage($bookings, $ledger, Session::csrfToken()), $entry);
        redirect("/bookings/{$desk->book($entry)}", 'booked');
    }
    $booking = $parts[0] === 'bookings' && count($parts) === 3 ? bookingOf($parts[1], $bookings) : null;
    $booking !== null || fail(404, 'Booking not found');
    $entry = $parts[2] === 'contact' ? Entry::read($_POST, [...Entry::CONTACT, 'seen'], $booking) : null;
    ($entry?->errors ?? []) === [] || refuse(new BookingPage($booking, $bookings, $ledger, Session::csrfToken()), $entry);
    redirect("/bookings/{$booking['id']}", match ($parts[2]) {
        'contact' => $desk->correct($booking, $entry),
        'ask' => $desk->ask($booking, $_POST),
        'send-again' => $desk->sendAgain($booking, $_POST),
        'cancel' => $desk->cancel($booking, $_POST['send'] ?? null),
        'set-aside' => $desk->setAside($booking, $_POST['send'] ?? null),
        default => fail(404, 'Page not found'),
    });
}

/** @return ?array<string, mixed> */
function bookingOf(string $id, Bookings $bookings): ?array
{
    return preg_match('/^[1-9]\d{0,17}$/D', $id) ? $bookings->find((int) $id) : null;
}

ini_set('display_errors', '0');
try {
    secure();
    if (!Session::mayEnter()) {
        header('WWW-Authenticate: Basic realm="desk", charset="UTF-8"');
        fail(401, 'Please sign in');
    }
    $database = Settings::database();
    $bookings = new Bookings($database);
    $ledger = Settings::ledger($database);
    $parts = explode('/', trim(explode('?', $_SERVER['REQUEST_URI'], 2)[0], '/'));
    match ($_SERVER['REQUEST_METHOD']) {
        'GET', 'HEAD' => show($parts, $bookings, $ledger),
        'POST' => act($parts, $bookings, $ledger),
        default => fail(405, 'Method not allowed'),
    };
} catch (Throwable $fault) {
    error_log('desk: ' . $fault::class . ': ' . $fault->getMessage());
    fail(500, 'Something went wrong. See the log');
}
