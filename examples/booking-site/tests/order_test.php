<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use BookingSite\Bookings;
use BookingSite\Database;
use BookingSite\Queue;
use BookingSite\Worker;
use CotpCallback;
use CotpStatus;

/** A worker in this process, so that thousands of orders take only seconds. */
final class OrderBench
{
    private Database $database;
    private Bookings $bookings;
    private Queue $queue;
    private Worker $worker;
    private LaggingService $service;
    private int $booking;

    public function __construct(string $dsn)
    {
        $this->database = new Database($dsn);
        $this->database->createTables();
        $this->bookings = new Bookings($this->database);
        $this->queue = new Queue($this->database);
        $this->service = new LaggingService();
        $this->worker = new Worker($this->database, $this->bookings, $this->queue, $this->service);
        $this->booking = $this->bookings->add(['nights' => 1] + Site::BOOKING);
    }

    /** @param list<CotpStatus> $order @return array<string, mixed> the state of a request after callbacks in that order */
    public function after(array $order): array
    {
        static $number = 0;
        $reference = 'r-' . ++$number;
        $this->database->run('UPDATE booking SET card_uri = NULL');
        $this->bookings->startRequest([
            'reference' => $reference, 'booking_id' => $this->booking, 'form_token' => $reference, 'kind' => 'card', 'channel' => 'sms',
            'callback_digest' => '', 'original_uri' => null, 'asked_at' => 1000,
        ]) || throw new CheckFailed('not started');
        $this->bookings->sent($reference, "id-$number", 2000);
        $this->service->statuses = $order;
        foreach ($order as $moment => $status) {
            $this->queue->addCallback(new CotpCallback($reference, "id-$number", $status, $status->value, "moment $moment"), 3000);
            $this->queue->addCallback(new CotpCallback($reference, "id-$number", $status, $status->value, "moment $moment"), 3000);
        }
        while ($this->worker->workOne(3000)) {
            continue;
        }
        $request = $this->bookings->request($reference);
        $this->database->run("UPDATE card_request SET sending = 'set_aside'");
        $this->database->run('DELETE FROM job');
        $card = $request['card_uri'] === null ? null : 'a card';
        return ['status' => $request['status'], 'card' => $card, 'retention' => $request['retention_until'], 'polled' => $request['poll_at'] !== null];
    }
}

/** @param list<CotpStatus> $statuses @return iterable<list<CotpStatus>> all orders of all subsets */
function orders(array $statuses): iterable
{
    foreach ($statuses as $index => $first) {
        yield [$first];
        foreach (orders(array_values(array_diff_key($statuses, [$index => true]))) as $rest) {
            yield [$first, ...$rest];
        }
    }
}

/** @param iterable<list<CotpStatus>> $orders */
function checkOrders(OrderBench $bench, iterable $orders): void
{
    $ends = [];
    foreach ($orders as $order) {
        $names = array_map(static fn (CotpStatus $status): string => $status->name, $order);
        $sorted = $names;
        sort($sorted);
        $end = $bench->after($order);
        $key = implode(' ', $sorted);
        same($ends[$key] ??= $end, $end, 'the end after ' . implode(', ', $names));
    }
}

return [
    'every order of up to five statuses ends in the same state' => static function (Lab $lab): void {
        $bench = new OrderBench($lab->newDsn());
        checkOrders($bench, orders([CotpStatus::MessageQueued, CotpStatus::MessageSent, CotpStatus::MessageDelivered, CotpStatus::FormViewed, CotpStatus::CardStored]));
        checkOrders($bench, orders([CotpStatus::MessageFailed, CotpStatus::FormViewed, CotpStatus::StoreFailed, CotpStatus::LinkExpired, CotpStatus::CardStored]));
    },

    'random orders of many statuses, some twice, end in the same state' => static function (Lab $lab): void {
        $bench = new OrderBench($lab->newDsn());
        mt_srand(4711);
        for ($round = 0; $round < 25; $round++) {
            $cases = CotpStatus::cases();
            $statuses = array_map(static fn (): CotpStatus => $cases[mt_rand(0, count($cases) - 1)], range(1, mt_rand(6, 12)));
            $orders = [];
            for ($order = 0; $order < 6; $order++) {
                shuffle($statuses);
                $orders[] = $statuses;
            }
            checkOrders($bench, $orders);
        }
    },

    'callbacks in any order lead to the state of the service' => static function (Lab $lab): void {
        $site = $lab->site();
        mt_srand(4712);
        $statuses = ['MessageQueued', 'FormViewed', 'StoreFailed', 'CardStored', 'LinkExpired', 'ANewOne'];
        for ($round = 0; $round < 8; $round++) {
            $request = $site->newRequest();
            $lab->sandbox->fill($site->link($request['request_id']));
            shuffle($statuses);
            foreach ($statuses as $status) {
                same(204, Http::post($site->callbackUrl($request['reference']), Site::callbackBody($request['request_id'], $status))->status, $status);
            }
            $site->workAll();
            $end = $site->request($request['booking_id']);
            same(['CardStored', true], [$end['status'], $end['retention_until'] !== null], implode(', ', $statuses));
        }
    },
];
