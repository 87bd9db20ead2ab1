-- What customers add then and now by segment, with sums of products: answers x and promoters minus detractors, or those in
-- the top two boxes, y.
SELECT * FROM products
